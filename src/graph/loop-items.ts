/** Steps that go round: for each item of a list, or again until something holds. */
import {stepPath} from '../run/path.ts';
import type {Each, Step, StepOf} from '../runbook/runbook.ts';
import {leadFailure} from './failing-ways.ts';
import type {Cluster, Item} from './graph.ts';
import {entryOf, partOf} from './naming.ts';
import {lead, leadOn, type Place} from './sketch.ts';
import {eachItem} from './step-items.ts';
import {conditionOf, shorten} from './step-node.ts';
import {gate, partNode} from './way-items.ts';

export const foreachItems = (step: StepOf<'foreach'>, path: string, place: Place): readonly Cluster[] => {
  const head = partOf(path, 'items');
  const [first] = step.steps;
  const {givesUpTo: _outside, ...around} = place;
  const inside: Place = {
    ...around,
    block: path,
    next: head,
    ...(step.onItemFailure === 'continue' && {givesUpTo: head}),
  };
  return [
    itemLoop(step, path, {
      place,
      list: step.in,
      atOnce: step.atOnce,
      first: first === undefined ? undefined : entryOf(first, stepPath(path, first.id)),
      draw: () => place.draw(step.steps, inside),
    }),
  ];
};

/** A step with `each`: the step itself is what goes round; what its author wants of a failure is wanted of it as a whole. */
export const eachItems = (step: Step, each: Each, {path, place}: At): readonly Cluster[] => {
  const head = partOf(path, 'items');
  const stops = each.onItemFailure === 'hold' && step.onFailure.do !== 'hold';
  const {givesUpTo: _outside, ...around} = place;
  const gives = each.onItemFailure === 'continue' || stops;
  const inside: Place = {...around, next: head, ...(gives && {givesUpTo: head})};
  const drawn = () => [eachItem(step, path, inside)];
  const loop = itemLoop(step, path, {place, list: each.in, atOnce: each.atOnce, first: path, draw: drawn});
  if (stops) {
    leadFailure(step.onFailure, {from: head, event: 'failed', word: 'an item fails', kind: 'failure'}, place);
  }
  return [{...loop, id: partOf(path, 'each')}];
};

type At = {readonly path: string; readonly place: Place};

type ItemLoop = {
  readonly place: Place;
  readonly list: string;
  readonly atOnce: number;
  readonly first: string | undefined;
  readonly draw: () => readonly Item[];
};

const itemLoop = (step: Step, path: string, {place, list, atOnce, first, draw}: ItemLoop): Cluster => {
  const head = partOf(path, 'items');
  if (first !== undefined) {
    lead(place, {from: head, to: first, kind: 'next', label: 'each item', event: 'item-opened'});
  }
  const before = place.edges.length;
  const inner = draw();
  turnBack(place, head, before);
  leadOn(place, {from: head, kind: 'next', label: 'all done', event: 'succeeded'});
  if (step.when !== undefined) {
    leadOn(place, {from: head, kind: 'passed', label: 'else', event: 'not-applicable'});
  }
  const node = partNode(step, path, {
    id: head,
    shape: 'loop',
    title: `for each of ${shorten(list)}`,
    notes: [...conditionOf(step), ...(atOnce > 1 ? [`${atOnce} at a time`] : [])],
    isConditional: step.when !== undefined,
  });
  return {is: 'cluster', id: path, kind: 'loop', title: step.title, notes: [], items: [node, ...inner]};
};

/** What leads to the head of a loop from inside leads back. */
const turnBack = ({edges}: Place, head: string, since: number): void => {
  for (const [index, edge] of edges.entries()) {
    if (index >= since && edge.to === head && edge.kind === 'next') {
      edges[index] = {...edge, kind: 'back', label: edge.label ?? 'next item'};
    }
  }
};

export const repeatItems = (step: StepOf<'repeat'>, path: string, place: Place): readonly Cluster[] => {
  const rounds = partOf(path, 'rounds');
  const [first] = step.steps;
  const isDone = `until ${shorten(step.until)}`;
  leadOn(place, {from: rounds, kind: 'next', label: 'done', event: 'round-ended:done'});
  if (first !== undefined) {
    const to = entryOf(first, stepPath(path, first.id));
    lead(place, {from: rounds, to, kind: 'back', label: 'another round', event: 'round-ended:again'});
  }
  const exhausted = {
    from: rounds,
    event: 'failed',
    word: `not done after ${step.max} rounds`,
    kind: 'failure',
  } as const;
  const after = leadFailure(step.onExhausted, exhausted, place);
  const judge = partNode(step, path, {
    id: rounds,
    shape: 'loop',
    title: isDone,
    notes: [`at most ${step.max} ${step.max === 1 ? 'round' : 'rounds'}`],
    ...(after.length > 0 && {
      hold: {
        after,
        again: rounds,
        moves: step.skippable ? (['skipped', 'overridden'] as const) : (['overridden'] as const),
        ...(place.next !== undefined && {past: place.next}),
      },
    }),
  });
  const items = [
    ...gate(step, path, {place, inside: step.steps}),
    ...place.draw(step.steps, {...place, block: path, next: rounds}),
    judge,
  ];
  return [{is: 'cluster', id: path, kind: 'loop', title: step.title, notes: [], items}];
};
