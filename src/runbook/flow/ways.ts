/** How many ways lead through a runbook: told apart by what was chosen, what applied, what failed and led on. */
import type {OnFailure, Runbook, Step, StepOf} from '../runbook.ts';
import {failing} from '../words.ts';

/** Numbers may be astronomical: a dozen decisions in a row are thousands of ways. */
export type Ways = {
  /** To each end: by its step, and the branch where a decision ends the run; `aborted` where the author aborts on failure. */
  readonly ends: ReadonlyMap<string, bigint>;
  readonly all: bigint;
};

/** Counts them block by block. A loop over a list counts as none and as one item, a repeat as one round; retries, holds and undos are no ways. */
export const waysThrough = ({steps}: Pick<Runbook, 'steps'>): Ways => {
  const ends = new Map<string, bigint>();
  block(steps, 1n, ends);
  return {ends, all: sum(ends.values())};
};

type Exits = {readonly done: bigint; readonly gotos: ReadonlyMap<string, bigint>};

const block = (steps: readonly Step[], entry: bigint, ends: Map<string, bigint>): Exits => {
  const pending = new Map<string, bigint>();
  let ways = entry;
  for (const step of steps) {
    const here = ways + (pending.get(step.id) ?? 0n);
    pending.delete(step.id);
    const exits = here === 0n ? nowhere : through(step, here, ends);
    for (const [target, count] of exits.gotos) {
      add(pending, target, count);
    }
    ways = exits.done + (step.when === undefined ? 0n : here);
  }
  return {done: ways, gotos: pending};
};

const nowhere: Exits = {done: 0n, gotos: new Map()};

const through = (step: Step, ways: bigint, ends: Map<string, bigint>): Exits => {
  switch (step.kind) {
    case 'end':
      add(ends, step.id, ways);
      return nowhere;
    case 'decision':
      return decide(step, ways, ends);
    case 'group':
      return block(step.steps, ways, ends);
    case 'parallel':
      // All of them are gone, in any combination of their own ways.
      return {
        done: step.branches.reduce((product, branch) => product * block(branch.steps, 1n, ends).done, ways),
        gotos: new Map(),
      };
    case 'foreach':
      return {done: ways * (1n + block(step.steps, 1n, ends).done), gotos: new Map()};
    case 'repeat':
      return withFailure(step.onExhausted, block(step.steps, ways, ends), {ways, ends});
    case 'include':
      return include(step, ways, ends);
    case 'approval':
      return withFailure(step.onNoGo, onwards(ways), {ways, ends});
    case 'let':
    case 'milestone':
      return onwards(ways);
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'instruction':
    case 'input':
    case 'wait':
    case 'assert':
    case 'check':
      return withFailure(step.onFailure, onwards(ways), {ways, ends});
  }
};

const onwards = (done: bigint): Exits => ({done, gotos: new Map()});

const decide = ({id, branches}: StepOf<'decision'>, ways: bigint, ends: Map<string, bigint>): Exits => {
  const gotos = new Map<string, bigint>();
  let done = 0n;
  for (const branch of branches) {
    if (branch.end !== undefined) {
      add(ends, `${id}:${branch.name}`, ways);
    } else if (branch.goto === undefined) {
      const inside = block(branch.steps, ways, ends);
      done += inside.done;
      for (const [target, count] of inside.gotos) {
        add(gotos, target, count);
      }
    } else {
      add(gotos, branch.goto, ways);
    }
  }
  return {done, gotos};
};

/** Its ends are ends of its own file; some of them are failures of the step that includes it. */
const include = ({runbook, onFailure}: StepOf<'include'>, ways: bigint, ends: Map<string, bigint>): Exits => {
  const inside = waysThrough(runbook).ends;
  const outcomes = new Map(endsOf(runbook.steps));
  const isFailure = (end: string): boolean => failing.includes(outcomes.get(end) ?? 'aborted');
  const failed = sum([...inside].flatMap(([end, count]) => (isFailure(end) ? [count] : [])));
  const all = sum(inside.values());
  return withFailure(onFailure, onwards(ways * (all - failed)), {ways: ways * failed, ends});
};

const endsOf = (steps: readonly Step[]): readonly (readonly [string, StepOf<'end'>['outcome']])[] =>
  steps.flatMap(step => {
    switch (step.kind) {
      case 'end':
        return [[step.id, step.outcome] as const];
      case 'decision':
        return step.branches.flatMap(({name, end, steps: inner}) => [
          ...(end === undefined ? [] : [[`${step.id}:${name}`, end] as const]),
          ...endsOf(inner),
        ]);
      case 'parallel':
        return step.branches.flatMap(({steps: inner}) => endsOf(inner));
      case 'group':
      case 'foreach':
      case 'repeat':
        return endsOf(step.steps);
      default:
        return [];
    }
  });

type Failing = {readonly ways: bigint; readonly ends: Map<string, bigint>};

/** A failure that is held is no way of its own. */
const withFailure = (policy: OnFailure, {done, gotos}: Exits, {ways, ends}: Failing): Exits => {
  switch (policy.do) {
    case 'hold':
    case 'undo_to':
      return {done, gotos};
    case 'continue':
      return {done: done + ways, gotos};
    case 'abort':
      add(ends, 'aborted', ways);
      return {done, gotos};
    case 'goto': {
      const more = new Map(gotos);
      add(more, policy.step, ways);
      return {done, gotos: more};
    }
  }
};

const add = (to: Map<string, bigint>, key: string, count: bigint): void => {
  if (count > 0n) {
    to.set(key, (to.get(key) ?? 0n) + count);
  }
};

const sum = (counts: Iterable<bigint>): bigint => [...counts].reduce((total, count) => total + count, 0n);
