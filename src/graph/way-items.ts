/** Steps that part into several ways, and blocks: a decision, a parallel, a group. */
import {stepPath} from '../run/path.ts';
import type {Branch, Step, StepOf} from '../runbook/runbook.ts';
import type {Cluster, GraphNode, Item} from './graph.ts';
import {entryOf, partOf} from './naming.ts';
import {lead, leadOn, type Place} from './sketch.ts';
import {conditionOf, nodeOf} from './step-node.ts';

/** A node that is a part of a step: where ways part, meet, or are decided. */
export const partNode = (
  step: Step,
  path: string,
  own: Pick<GraphNode, 'id' | 'shape' | 'title'> & Partial<GraphNode>,
): GraphNode => ({
  is: 'node',
  step: path,
  kind: `${step.kind} ${step.id}`,
  notes: [],
  marks: [],
  isConditional: false,
  ...own,
});

export const decisionItems = (step: StepOf<'decision'>, path: string, place: Place): readonly Cluster[] => {
  const ask = partOf(path, 'ask');
  if (step.when !== undefined) {
    leadOn(place, {from: ask, kind: 'passed', label: 'else', event: 'not-applicable'});
  }
  const ways = step.branches.map(branch => wayOf(branch, {ask, path, place}));
  const node = {...nodeOf(step, path, undefined), id: ask};
  return [{is: 'cluster', id: path, kind: 'decision', title: step.title, notes: [], items: [node, ...ways]}];
};

const wayOf = (
  {name, title, steps, goto, end}: Branch,
  {ask, path, place}: {readonly ask: string; readonly path: string; readonly place: Place},
): Cluster => {
  const block = `${path}:${name}`;
  const chosen = {from: ask, kind: 'choice', label: title, event: `chosen:${name}`, through: block} as const;
  const way = {is: 'cluster', id: block, kind: 'way', title, notes: []} as const;
  const [first] = steps;
  if (end !== undefined) {
    const id = partOf(block, 'end');
    lead(place, {...chosen, to: id});
    place.scope.end(id, end, place.next);
    return {...way, items: [endOfWay(id, path, end)]};
  }
  if (goto !== undefined) {
    lead(place, {...chosen, kind: 'goto', to: place.scope.entries.get(goto) ?? goto});
  } else if (first === undefined) {
    leadOn(place, chosen);
  } else {
    lead(place, {...chosen, to: entryOf(first, stepPath(block, first.id))});
  }
  return {...way, items: place.draw(steps, {...place, block})};
};

const endOfWay = (id: string, step: string, outcome: string): GraphNode => ({
  is: 'node',
  id,
  step,
  shape: 'end',
  kind: 'end',
  title: `End: ${outcome.replaceAll('-', ' ')}`,
  notes: [],
  marks: [],
  isConditional: false,
  outcome,
});

export const groupItems = (step: StepOf<'group'>, path: string, place: Place): readonly Cluster[] => [
  {
    is: 'cluster',
    id: path,
    kind: 'group',
    title: step.title,
    notes: [],
    items: [...gate(step, path, {place, inside: step.steps}), ...place.draw(step.steps, {...place, block: path})],
  },
];

/** Where a block may not apply, or is empty, a node decides whether it is entered. */
export const gate = (
  step: Step,
  path: string,
  {place, inside}: {readonly place: Place; readonly inside: readonly Step[]},
): readonly GraphNode[] => {
  const id = partOf(path, 'when');
  if (entryOf(step, path) !== id) {
    return [];
  }
  const [first] = inside;
  if (first !== undefined) {
    lead(place, {from: id, to: entryOf(first, stepPath(path, first.id)), kind: 'next', event: 'opened'});
  }
  leadOn(place, {from: id, kind: 'passed', label: 'else', event: 'not-applicable'});
  return [partNode(step, path, {id, shape: 'gate', title: conditionOf(step)[0] ?? step.title, isConditional: true})];
};

export const parallelItems = (step: StepOf<'parallel'>, path: string, place: Place): readonly Cluster[] => {
  const {branches, atOnce} = step;
  const lanes = branches.map(({name, title, steps}) => ({id: `${path}:${name}`, title, steps}));
  const how = atOnce < branches.length ? `${atOnce} at a time` : 'all at the same time';
  return forked(step, {path, how, place, lanes: lanes.map(lane => laneOf(lane, {path, place}))});
};

const laneOf = (
  {id, title, steps}: {readonly id: string; readonly title: string; readonly steps: readonly Step[]},
  {path, place}: {readonly path: string; readonly place: Place},
): Cluster => {
  const [fork, join] = [partOf(path, 'fork'), partOf(path, 'join')];
  const [first] = steps;
  const to = first === undefined ? join : entryOf(first, stepPath(id, first.id));
  lead(place, {from: fork, to, kind: 'next', through: id});
  // Out of what goes on beside others nothing leads but an end: what fails there holds.
  const {givesUpTo: _outside, ...around} = place;
  const items = place.draw(steps, {...around, block: id, next: join});
  return {is: 'cluster', id, kind: 'lane', title, notes: [], items};
};

/** A group that people go through as they like: each step is a lane of its own, and one is open at a time. */
export const inAnyOrderItems = (step: StepOf<'group'>, path: string, place: Place): readonly Cluster[] => {
  const [fork, join] = [partOf(path, 'fork'), partOf(path, 'join')];
  const {givesUpTo: _outside, ...around} = place;
  const lanes = step.steps.map((inner): Cluster => {
    const innerPath = stepPath(path, inner.id);
    const lane = partOf(innerPath, 'lane');
    const to = entryOf(inner, innerPath);
    lead(place, {from: fork, to, kind: 'next', event: `picked:${inner.id}`, through: lane});
    const items = place.draw([inner], {...around, block: path, next: join, heading: inner.heading});
    return {is: 'cluster', id: lane, kind: 'lane', title: '', notes: [], items};
  });
  return forked(step, {path, how: 'one after another, in any order', place, lanes});
};

type Forked = {
  readonly path: string;
  readonly how: string;
  readonly place: Place;
  readonly lanes: readonly Cluster[];
};

const forked = (step: Step, {path, how, place, lanes}: Forked): readonly Cluster[] => {
  const [fork, join] = [partOf(path, 'fork'), partOf(path, 'join')];
  if (step.when !== undefined) {
    leadOn(place, {from: fork, kind: 'passed', label: 'else', event: 'not-applicable'});
  }
  leadOn(place, {from: join, kind: 'next', event: 'succeeded'});
  const isConditional = step.when !== undefined;
  const items: readonly Item[] = [
    partNode(step, path, {id: fork, shape: 'fork', title: how, notes: conditionOf(step), isConditional}),
    ...lanes,
    partNode(step, path, {id: join, shape: 'join', title: 'all done'}),
  ];
  return [{is: 'cluster', id: path, kind: 'parallel', title: step.title, notes: [], items}];
};
