/** The language, small enough to read: which attempts begin in which order, and how a run ends. No machine, no engine, no facts. */
import type {Runbook, Step, StepOf} from '../../src/runbook/runbook.ts';
import {Attempts} from './oracle-attempts.ts';
import {hasGate, openTo} from './oracle-effects.ts';
import {alone, count, type Exit, ending, failed, followingOf, indexOf, next, type Place} from './oracle-exits.ts';
import type {Script} from './oracle-script.ts';

/** A lane is what goes on in one order: the run, a branch, an item, a picked step. */
export type Told = {
  readonly lanes: ReadonlyMap<string, readonly string[]>;
  readonly outcome: string;
};

/** Tells what must happen. */
export const tell = (runbook: Runbook, script: Script): Told => {
  const reading = new Reading(script, runbook);
  const exit = reading.run();
  return {lanes: reading.lanes(), outcome: exit.to === 'end' ? exit.outcome : exit.to};
};

class Reading {
  readonly #attempts: Attempts;
  readonly #holds = new Map<string, number>();
  readonly #script: Script;
  readonly #steps: readonly Step[];
  readonly #openTo: readonly string[];
  /** Steps of the run itself that it has been at and does not stand before. */
  #been: readonly string[] = [];

  constructor(script: Script, {steps}: Runbook) {
    this.#script = script;
    this.#attempts = new Attempts(script);
    this.#steps = steps;
    this.#openTo = openTo({steps});
  }

  lanes(): Told['lanes'] {
    return this.#attempts.lanes;
  }

  /** The steps of the run itself: only here people go back, or on elsewhere. */
  run(): Exit {
    let [step] = this.#steps;
    let isHeld = false;
    while (step) {
      this.#comeTo(step);
      const exit = this.#once(step, {path: step.id, lane: '', leaves: false}, isHeld);
      if (exit.to === 'end' || exit.to === 'leave') {
        return exit;
      }
      isHeld = exit.to === 'stand' && exit.isHeld;
      step = followingOf(this.#steps, step, exit);
    }
    return next;
  }

  #comeTo({id}: Step): void {
    const before = this.#steps.slice(0, indexOf(this.#steps, id)).map(step => step.id);
    this.#been = [...before.filter(one => this.#been.includes(one)), id];
    this.#attempts.comeTo(id);
  }

  /** A goto of a step that this block does not have leads further out. */
  block(steps: readonly Step[], {path, ...place}: Place): Exit {
    let [step] = steps;
    while (step) {
      const exit = this.#once(step, {...place, path: `${path}/${step.id}`});
      if (exit.to === 'end' || exit.to === 'leave') {
        return exit;
      }
      const following = followingOf(steps, step, exit);
      if (exit.to === 'goto' && !following) {
        return exit;
      }
      step = following;
    }
    return next;
  }

  /** Until it is over: a person may let it be tried again from the beginning. Held before it, nobody is past its gates yet. */
  #once(step: Step, place: Place, isHeld = false): Exit {
    let exit = isHeld ? this.#held(step, place, hasGate(step)) : this.#tried(step, place);
    while (exit === 'again') {
      exit = this.#tried(step, place);
    }
    return exit;
  }

  #tried(step: Step, place: Place): Exit | 'again' {
    if (step.when !== undefined && !this.#script.deep) {
      return next;
    }
    const exit = step.each ? this.#each(step, place) : this.#inside(step, place);
    return exit === 'held' ? this.#held(step, place, false) : exit;
  }

  #held(step: Step, place: Place, isShut: boolean): Exit | 'again' {
    const {path} = place;
    const isOwn = path === step.id;
    const way = this.#script.held(path, count(this.#holds, path), {
      override: !isShut,
      back: isOwn ? this.#openTo.filter(id => this.#been.includes(id)) : [],
      // A gate is no place to jump from.
      on: isOwn && step.kind !== 'approval' ? this.#openTo : [],
    });
    switch (way.do) {
      case 'retry':
        return 'again';
      case 'override':
        this.#attempts.override(step, place);
        return next;
      case 'undo_to':
        this.#attempts.undoSince(way.step);
        return {to: 'stand', step: way.step, isHeld: true};
      case 'jump':
        this.#attempts.hasDeviations = true;
        return {to: 'stand', step: way.step, isHeld: false};
    }
  }

  #inside(step: Step, place: Place): Exit | 'held' {
    switch (step.kind) {
      case 'command':
      case 'script':
      case 'sql':
      case 'http':
      case 'notify':
      case 'check':
        return this.#attempts.act(step, place);
      case 'end':
        return ending(
          step.outcome === 'recovered' && this.#attempts.hasDeviations ? 'recovered-with-exceptions' : step.outcome,
        );
      case 'instruction':
        return this.#attempts.byHand(step, place);
      case 'approval':
        // A typed name proves nothing.
        this.#attempts.hasDeviations = true;
        this.#attempts.begin(place);
        return next;
      case 'input':
      case 'wait':
      case 'let':
      case 'milestone':
        this.#attempts.begin(place);
        return next;
      case 'assert':
        this.#attempts.begin(place);
        return this.#script.deep ? next : failed(step.onFailure, place);
      case 'decision':
      case 'group':
      case 'parallel':
      case 'foreach':
      case 'repeat':
      case 'include':
        this.#attempts.begin(place);
        return this.#group(step, place);
    }
  }

  #group(step: Group, place: Place): Exit | 'held' {
    switch (step.kind) {
      case 'decision':
        return this.#decide(step, place);
      case 'group':
        return step.order === 'any' ? this.#picked(step.steps, place) : this.block(step.steps, place);
      case 'parallel':
        for (const {name, steps} of step.branches) {
          this.block(steps, alone(`${place.path}:${name}`, false));
        }
        return next;
      case 'foreach':
        return this.#items(step, place);
      case 'repeat':
        return this.#rounds(step, place);
      case 'include':
        return this.#included(step, place);
    }
  }

  #decide({branches}: StepOf<'decision'>, place: Place): Exit {
    const name = this.#script.way(
      place.path,
      branches.map(one => one.name),
    );
    const chosen = branches.find(one => one.name === name);
    if (chosen?.goto !== undefined) {
      return {to: 'goto', step: chosen.goto};
    }
    return chosen?.end === undefined
      ? this.block(chosen?.steps ?? [], {...place, path: `${place.path}:${name}`})
      : ending(chosen.end);
  }

  /** Its end ends its own file alone; some ends are failures of the step that includes it. */
  #included(step: StepOf<'include'>, place: Place): Exit | 'held' {
    const exit = this.block(step.runbook.steps, place);
    if (exit.to !== 'end') {
      return exit;
    }
    return ['rolled-back', 'escalated', 'aborted'].includes(exit.outcome) ? failed(step.onFailure, place) : next;
  }

  /** People pick the last one first. */
  #picked(steps: readonly Step[], {path}: Place): Exit {
    for (const step of steps.toReversed()) {
      this.#once(step, alone(`${path}/${step.id}`, false));
    }
    return next;
  }

  #items({steps, onItemFailure}: StepOf<'foreach'>, {path}: Place): Exit {
    for (const item of [0, 1, 2]) {
      const exit = this.block(steps, alone(`${path}[${item}]`, onItemFailure === 'continue'));
      if (exit.to === 'end') {
        return exit;
      }
    }
    return next;
  }

  #rounds({steps, max, onExhausted}: StepOf<'repeat'>, place: Place): Exit | 'held' {
    for (let round = 0; round < max; round += 1) {
      const exit = this.block(steps, {...place, path: `${place.path}[${round}]`});
      if (exit.to !== 'next' || this.#script.deep) {
        return exit;
      }
    }
    return failed(onExhausted, place);
  }

  /** What its author wants of a failure is wanted of the step as a whole, after all items; one that gave up may stop the rest. */
  #each(step: Step, place: Place): Exit | 'held' {
    const {atOnce = 1, onItemFailure = 'hold'} = step.each ?? {};
    const leaves = onItemFailure === 'continue' || step.onFailure.do !== 'hold';
    this.#attempts.begin(place);
    let given = 0;
    for (const item of [0, 1]) {
      if (given === 0 || onItemFailure === 'continue' || item < atOnce) {
        const {when: _asked, each: _whole, ...itself} = step;
        const exit = this.#once({...itself, onFailure: {do: 'hold'}}, alone(`${place.path}[${item}]`, leaves));
        given += exit.to === 'leave' ? 1 : 0;
      }
    }
    return given > 0 && step.onFailure.do !== 'hold' ? failed(step.onFailure, place) : next;
  }
}

type Group = StepOf<'decision' | 'group' | 'parallel' | 'foreach' | 'repeat' | 'include'>;
