/** Every way through a small runbook, gone one by one: what the linter says of all ways at once is held against these. */
import type {OnFailure, Runbook, Step, StepOf} from '../../src/runbook/runbook.ts';
import {allSteps} from '../../src/runbook/walk.ts';

/** A step that is come to. */
export type Visit = {
  readonly step: Step;
  readonly passed: boolean;
  /** The rounds of the repeats around it. */
  readonly rounds: string;
};

/** Where a way leads: onwards, to a later step, or to an end. */
type Way = {readonly visits: readonly Visit[]; readonly to?: string};

const theEnd = ' the end ';

/** All ways from the beginning. Loops over lists have up to two items and repeats up to two rounds; nothing is held. */
export const everyWay = ({steps}: Pick<Runbook, 'steps'>): readonly (readonly Visit[])[] =>
  block(steps, '').map(({visits}) => visits);

const block = (steps: readonly Step[], rounds: string): readonly Way[] =>
  steps.reduce<readonly Way[]>(
    (ways, step) =>
      ways.flatMap(way =>
        way.to === undefined || way.to === step.id ? followedBy(way.visits, through(step, rounds)) : [way],
      ),
    [{visits: []}],
  );

const followedBy = (visits: readonly Visit[], ways: readonly Way[]): readonly Way[] =>
  ways.map(way => ({...way, visits: [...visits, ...way.visits]}));

/** One after another; a way that ends or leads on is not followed. */
const inTurn = (parts: readonly (readonly Way[])[]): readonly Way[] =>
  parts.reduce<readonly Way[]>(
    (ways, part) => ways.flatMap(way => (way.to === undefined ? followedBy(way.visits, part) : [way])),
    [{visits: []}],
  );

const inEveryOrder = (parts: readonly (readonly Way[])[]): readonly Way[] =>
  ordersOf(parts).flatMap(order => inTurn(order));

const ordersOf = <Part>(parts: readonly Part[]): readonly (readonly Part[])[] =>
  parts.length === 0
    ? [[]]
    : parts.flatMap((part, index) => ordersOf(parts.toSpliced(index, 1)).map(rest => [part, ...rest]));

const through = (step: Step, rounds: string): readonly Way[] => {
  const ways = inside(step, rounds);
  return step.when === undefined ? ways : [...ways, {visits: []}];
};

const inside = (step: Step, rounds: string): readonly Way[] => {
  const come: readonly Visit[] = [{step, passed: true, rounds}];
  const opened = (ways: readonly Way[]): readonly Way[] => followedBy(come, ways);
  switch (step.kind) {
    case 'end':
      return [{visits: [], to: theEnd}];
    case 'decision':
      return opened(
        step.branches.flatMap((branch): readonly Way[] =>
          branch.end === undefined && branch.goto === undefined
            ? block(branch.steps, rounds)
            : [{visits: [], to: branch.goto ?? theEnd}],
        ),
      );
    case 'group':
      return opened(
        step.order === 'any' ? inEveryOrder(step.steps.map(one => block([one], rounds))) : block(step.steps, rounds),
      );
    case 'parallel':
      return opened(inEveryOrder(step.branches.map(branch => block(branch.steps, rounds))));
    case 'foreach': {
      const item = block(step.steps, rounds);
      return opened([{visits: []}, ...item, ...inTurn([item, item])]);
    }
    case 'repeat':
      return opened(upToTwice(step, rounds));
    default:
      return tried(step, rounds);
  }
};

const upToTwice = ({id, steps, onExhausted}: StepOf<'repeat'>, rounds: string): readonly Way[] => {
  const first = block(steps, `${rounds}${id}.1 `);
  const ways = [...first, ...inTurn([first, block(steps, `${rounds}${id}.2 `)])];
  const exhausted = ways.filter(({to}) => to === undefined);
  return [...ways, ...leadingTo(targetOf(onExhausted), exhausted)];
};

const tried = (step: Step, rounds: string): readonly Way[] => {
  const policy = step.kind === 'approval' ? step.onNoGo : step.onFailure;
  const failed = [{visits: [{step, passed: false, rounds}]}];
  return [
    {visits: [{step, passed: true, rounds}]},
    ...(policy.do === 'continue' ? failed : []),
    ...leadingTo(targetOf(policy), failed),
  ];
};

const leadingTo = (target: string | undefined, ways: readonly Way[]): readonly Way[] =>
  target === undefined ? [] : ways.map(({visits}) => ({visits, to: target}));

const targetOf = (policy: OnFailure): string | undefined =>
  policy.do === 'goto' ? policy.step : policy.do === 'undo_to' ? policy.then : undefined;

export type GuardsThere = {readonly looks: readonly string[]; readonly asks: readonly string[]};

/** Which steps looked and asked before a visit, since another destructive step; the same one for the item before is no other. */
export const guardsBefore = (way: readonly Visit[], index: number): GuardsThere => {
  const here = way[index];
  const earlier = way.slice(0, index);
  const since = earlier.findLastIndex(
    ({step, rounds}) => mayDestroy(step) && (step !== here?.step || rounds !== here.rounds),
  );
  const passed = earlier
    .slice(since + 1)
    .flatMap(visit => (visit.passed && !mayDestroy(visit.step) ? [visit.step] : []));
  return {looks: passed.filter(looks).map(({id}) => id), asks: passed.filter(asks).map(({id}) => id)};
};

const looks = ({kind, requires, verify}: Step): boolean => kind === 'check' || requires.length + verify.length > 0;

const asks = ({kind, confirm}: Step): boolean => kind === 'approval' || confirm !== undefined;

const mayDestroy = (step: Step): boolean =>
  step.effects === 'destructive' || (step.kind === 'include' && [...allSteps(step.runbook.steps)].some(mayDestroy));
