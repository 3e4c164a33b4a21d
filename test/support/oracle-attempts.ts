/** Attempts of steps as the plain reading of the language knows them: begun, ended, said to be done, undone. */
import type {Step, StepOf} from '../../src/runbook/runbook.ts';
import {type Effect, Effects} from './oracle-effects.ts';
import {count, type Exit, failed, next, type Place} from './oracle-exits.ts';
import type {Script} from './oracle-script.ts';

export class Attempts {
  readonly lanes = new Map<string, string[]>();
  hasDeviations = false;
  readonly #effects = new Effects();
  readonly #counts = new Map<string, number>();
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  /** The run itself comes to a step: what is over before is not undone by going back to it. */
  comeTo(step: string): void {
    this.#effects.comeTo(step);
  }

  begin({path, lane}: Pick<Place, 'path' | 'lane'>): number {
    const attempt = count(this.#counts, path);
    this.lanes.set(lane, [...(this.lanes.get(lane) ?? []), `${path}#${attempt}`]);
    return attempt;
  }

  /** Who could not go on has done what was ticked. */
  byHand(step: StepOf<'instruction'>, place: Place): Exit | 'held' {
    const attempt = this.begin(place);
    const isDone = this.#script.isGood(place.path, attempt);
    if (isDone || step.checklist.length > 0) {
      this.#effects.add(step, {...place, attempt});
    }
    return isDone ? next : failed(step.onFailure, place);
  }

  /** What may be repeated is tried as often as its author says. */
  act(step: Step, place: Place): Exit | 'held' {
    const isRepeatable = step.idempotent || step.shape === 'probe';
    let left = isRepeatable ? step.retry.attempts : 1;
    while (left > 0) {
      const end = this.#attempt(step, place, isRepeatable);
      if (end === 'done' || end === 'held') {
        return end === 'done' ? next : 'held';
      }
      left -= end === 'failed' ? 1 : 0;
    }
    return failed(step.onFailure, place);
  }

  /** What was stopped is never tried again by itself: it is held where that would do no harm, else nobody knows how it ended. */
  #attempt(step: Step, place: Place, isRepeatable: boolean): 'done' | 'failed' | 'held' | 'again' {
    const attempt = this.begin(place);
    this.#effects.add(step, {...place, attempt});
    if (step.shape !== 'action' || !this.#script.isStopped(place.path, attempt)) {
      return this.#script.isGood(place.path, attempt) ? 'done' : 'failed';
    }
    // Checks tell what was done, and nothing else; then a person says what it is.
    const said = isRepeatable ? 'failed' : step.verify.length > 0 ? 'done' : this.#script.resolved(place.path, attempt);
    return said === 'failed' ? 'held' : said;
  }

  /** Somebody says that it is done: an effect as well, unless there was one already. */
  override(step: Step, {path, lane}: Place): void {
    this.hasDeviations = true;
    this.#effects.add(step, {path, lane, attempt: this.#counts.get(path) ?? 0});
  }

  /** Everything since a step was first come to, newest first. */
  undoSince(step: string): void {
    for (const effect of this.#effects.takeSince(step)) {
      this.#undo(effect);
    }
  }

  /** By an action or by hand; one that cannot be undone is tried again, said to be undone, or left. */
  #undo(effect: Effect): void {
    for (;;) {
      const attempt = this.begin(effect);
      if (this.#script.isGood(effect.path, attempt)) {
        return;
      }
      if (this.#script.heldUndo(effect.path, attempt) !== 'retry') {
        this.hasDeviations = true;
        return;
      }
    }
  }
}
