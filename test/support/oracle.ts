/** The language, small enough to read: which attempts begin in which order, and how a run ends. No machine, no engine, no facts. */
import type {Runbook, Step, StepOf} from '../../src/runbook/runbook.ts';
import {alone, type Exit, ending, failed, next, type Place} from './oracle-exits.ts';

/** What the world does, decided beforehand: whether an attempt is good, and what a person says of a step. */
export type Script = {
  readonly deep: boolean;
  readonly isGood: (path: string, attempt: number) => boolean;
  readonly way: (path: string, ways: readonly string[]) => string;
  /** What is done about a step that is held for the nth time. */
  readonly held: (path: string, nth: number) => 'retry' | 'override';
};

/** A lane is what goes on in one order: the run, a branch, an item, a picked step. */
export type Told = {
  readonly lanes: ReadonlyMap<string, readonly string[]>;
  readonly outcome: string;
};

/** Tells what must happen. */
export const tell = (runbook: Runbook, script: Script): Told => {
  const reading = new Reading(script);
  const exit = reading.block(runbook.steps, {path: '', lane: '', leaves: false});
  return {lanes: reading.lanes, outcome: exit.to === 'end' ? exit.outcome : exit.to};
};

class Reading {
  readonly lanes = new Map<string, string[]>();
  readonly #attempts = new Map<string, number>();
  readonly #holds = new Map<string, number>();
  readonly #script: Script;
  #hasDeviations = false;

  constructor(script: Script) {
    this.#script = script;
  }

  /** A goto of a step that this block does not have leads further out. */
  block(steps: readonly Step[], {path, ...place}: Place): Exit {
    let [step] = steps;
    while (step) {
      const exit = this.#once(step, {...place, path: path === '' ? step.id : `${path}/${step.id}`});
      if (exit.to === 'end' || exit.to === 'leave') {
        return exit;
      }
      const following: Step | undefined =
        exit.to === 'goto' ? steps.find(({id}) => id === exit.step) : steps[steps.indexOf(step) + 1];
      if (exit.to === 'goto' && !following) {
        return exit;
      }
      step = following;
    }
    return next;
  }

  /** Until it is over: a person may let it be tried again from the beginning. */
  #once(step: Step, place: Place): Exit {
    for (;;) {
      if (step.when !== undefined && !this.#script.deep) {
        return next;
      }
      const exit = step.each ? this.#each(step, place) : this.#inside(step, place);
      if (exit !== 'held') {
        return exit;
      }
      if (this.#script.held(place.path, count(this.#holds, place.path)) === 'override') {
        this.#hasDeviations = true;
        return next;
      }
    }
  }

  #begin({path, lane}: Place): number {
    const attempt = count(this.#attempts, path);
    this.lanes.set(lane, [...(this.lanes.get(lane) ?? []), `${path}#${attempt}`]);
    return attempt;
  }

  #inside(step: Step, place: Place): Exit | 'held' {
    switch (step.kind) {
      case 'command':
      case 'script':
      case 'sql':
      case 'http':
      case 'notify':
      case 'check':
        return this.#act(step, place);
      case 'end':
        return ending(step.outcome === 'recovered' && this.#hasDeviations ? 'recovered-with-exceptions' : step.outcome);
      case 'instruction':
        return this.#script.isGood(place.path, this.#begin(place)) ? next : failed(step.onFailure, place);
      case 'approval':
        // A typed name proves nothing.
        this.#hasDeviations = true;
        this.#begin(place);
        return next;
      case 'input':
      case 'wait':
      case 'let':
      case 'milestone':
        this.#begin(place);
        return next;
      case 'assert':
        this.#begin(place);
        return this.#script.deep ? next : failed(step.onFailure, place);
      case 'decision':
      case 'group':
      case 'parallel':
      case 'foreach':
      case 'repeat':
      case 'include':
        this.#begin(place);
        return this.#group(step, place);
    }
  }

  /** What may be repeated is tried as often as its author says. */
  #act(step: Step, place: Place): Exit | 'held' {
    const tries = step.idempotent || step.shape === 'probe' ? step.retry.attempts : 1;
    for (let tried = 0; tried < tries; tried += 1) {
      if (this.#script.isGood(place.path, this.#begin(place))) {
        return next;
      }
    }
    return failed(step.onFailure, place);
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
    this.#begin(place);
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

const count = (of: Map<string, number>, path: string): number => {
  const nth = (of.get(path) ?? 0) + 1;
  of.set(path, nth);
  return nth;
};
