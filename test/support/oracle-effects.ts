/** What was done to the world, and where the run has been, as the plain reading of the language knows it. */
import type {Runbook, Step} from '../../src/runbook/runbook.ts';
import {allSteps} from '../../src/runbook/walk.ts';

export type Effect = {readonly path: string; readonly lane: string; readonly attempt: number};

/** Attempts that may have changed something and still stand, in the order in which they were over. */
export class Effects {
  #standing: Effect[] = [];
  #count = 0;
  readonly #ordinals = new Map<Effect, number>();
  /** How many there had been when a step of the run itself was first come to. */
  readonly #comeTo = new Map<string, number>();

  add(step: Step, effect: Effect): void {
    const isKnown = this.#standing.some(({path, attempt}) => path === effect.path && attempt === effect.attempt);
    if ((step.effects === 'write' || step.effects === 'destructive') && !isKnown) {
      this.#standing.push(effect);
      this.#ordinals.set(effect, this.#count);
      this.#count += 1;
    }
  }

  comeTo(step: string): void {
    this.#comeTo.set(step, this.#comeTo.get(step) ?? this.#count);
  }

  /** Takes away what going back to a step undoes, newest first. */
  takeSince(step: string): readonly Effect[] {
    const from = this.#comeTo.get(step) ?? 0;
    const taken = this.#standing.filter(effect => (this.#ordinals.get(effect) ?? 0) >= from);
    this.#standing = this.#standing.filter(effect => !taken.includes(effect));
    return taken.toReversed();
  }
}

/** Whether nobody gets past a step without somebody's go. */
export const hasGate = (step: Step): boolean =>
  [...allSteps([step])].some(
    inner => inner.kind === 'approval' || (inner.kind === 'include' && inner.runbook.steps.some(hasGate)),
  );

/** Steps of the run itself that can be stood at: no gate stands before them. */
export const openTo = ({steps}: Pick<Runbook, 'steps'>): readonly string[] => {
  const gate = steps.findIndex(hasGate);
  return steps.slice(0, gate === -1 ? steps.length : gate + 1).map(({id}) => id);
};
