/** A graph as the configuration of one statechart, which XState's `createMachine` takes and Stately's tools open. */
import {printedJson} from '../../base/printed-json.ts';
import type {Cluster, Edge, Graph, GraphNode, Item} from '../graph.ts';
import {legend, nodesOf} from '../graph.ts';
import {linesOf, oneLine} from '../node-lines.ts';

/** A state as XState writes it; only the parts that are used here. */
type State = {
  readonly id?: string;
  readonly type?: 'parallel' | 'final';
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly initial?: string;
  readonly states?: {readonly [key: string]: State};
  readonly on?: {readonly [event: string]: string};
  readonly onDone?: string;
};

type Chart = {
  readonly edgesFrom: ReadonlyMap<string, readonly Edge[]>;
  /** What is called otherwise in the chart: a fork is its parallel state, a join the end of the lane that it is come from. */
  readonly forks: ReadonlyMap<string, Cluster>;
  readonly joins: ReadonlySet<string>;
};

/** What happens when a step is held and a person ends the run. */
const givenUp = '$ended:aborted';

/** The text of a `.json` file: the argument of `createMachine`. */
export const xstate = (graph: Graph): string => {
  const clusters = parallelsIn(graph.items);
  const chart: Chart = {
    edgesFrom: Map.groupBy(graph.edges, ({from}) => from),
    forks: new Map(clusters.map(cluster => [cluster.items[0]?.id ?? '', cluster])),
    joins: new Set(clusters.map(({items}) => items.at(-1)?.id ?? '')),
  };
  const block = blockOf(flat(graph.items).filter(isState), {chart, lane: undefined});
  const outcomes = nodesOf(graph.items).flatMap(({outcome}) => (outcome === undefined ? [] : [outcome]));
  const ends = [...new Set([...outcomes, 'aborted'])].map(
    outcome => [`$ended:${outcome}`, {id: `$ended:${outcome}`, type: 'final' as const}] as const,
  );
  const machine: State & {readonly version: string} = {
    id: graph.id,
    version: oneLine(graph.version),
    description: [graph.title, graph.summary, legend[0] ?? ''].map(oneLine).join('\n'),
    ...block,
    states: {...block.states, ...Object.fromEntries(ends)},
  };
  return `${printedJson(machine, 2)}\n`;
};

/** The start is where the chart begins, and an aborted run is a final state: neither is a step. */
const isState = (item: Item): boolean => item.is === 'cluster' || item.step !== undefined;

const parallelsIn = (items: readonly Item[]): readonly Cluster[] =>
  items.flatMap(item =>
    item.is === 'node' ? [] : [...(item.kind === 'parallel' ? [item] : []), ...parallelsIn(item.items)],
  );

/** What stands below a heading belongs to the block around it. */
const flat = (items: readonly Item[]): readonly Item[] =>
  items.flatMap(item => (item.is === 'cluster' && item.kind === 'section' ? flat(item.items) : [item]));

type Inside = {readonly chart: Chart; readonly lane: string | undefined};

const blockOf = (items: readonly Item[], inside: Inside): Pick<State, 'initial' | 'states'> => {
  const filled = items.filter(item => item.is === 'node' || item.items.length > 0 || item.kind === 'lane');
  const [first] = filled;
  return {
    ...(first !== undefined && {initial: keyOf(first.id)}),
    states: Object.fromEntries(filled.map(item => [keyOf(item.id), stateOf(item, inside)])),
  };
};

/** The last part of a path: what a state is called among its siblings. */
const keyOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

const stateOf = (item: Item, inside: Inside): State => {
  if (item.is === 'node') {
    return stateOfNode(item, inside);
  }
  const named = {id: item.id, description: oneLine([item.title, ...item.notes].join('\n'))};
  return item.kind === 'parallel'
    ? {...named, ...parallelState(item, inside)}
    : {...named, ...blockOf(flat(item.items), inside)};
};

const parallelState = ({items}: Cluster, {chart, lane}: Inside): State => {
  const [fork, join] = [items[0], items.at(-1)];
  const lanes = items.filter(item => item.is === 'cluster');
  const past = edgesOf(fork, chart).filter(({through}) => through === undefined);
  const [onDone] = edgesOf(join, chart).map(edge => targetOf(edge.to, {chart, lane}));
  return {
    type: 'parallel',
    states: Object.fromEntries(lanes.map(item => [keyOf(item.id), laneState(item, {chart, fork})])),
    ...transitions(past, {chart, lane}),
    ...(onDone !== undefined && {onDone}),
  };
};

/** A lane ends where its way comes to the join; one that is picked waits until it is. */
const laneState = (
  {id, title, items}: Cluster,
  {chart, fork}: {readonly chart: Chart; readonly fork: Item | undefined},
): State => {
  const block = blockOf(flat(items), {chart, lane: id});
  const end = endOf(id);
  const picked = edgesOf(fork, chart).find(({through, event}) => through === id && event !== undefined);
  return {
    id,
    ...(title !== '' && {description: oneLine(title)}),
    initial: picked === undefined ? (block.initial ?? keyOf(end)) : '$waiting',
    states: {
      ...(picked !== undefined && {$waiting: transitions([picked], {chart, lane: id})}),
      ...block.states,
      [keyOf(end)]: {id: end, type: 'final'},
    },
  };
};

const endOf = (lane: string): string => `${lane}$end`;

const stateOfNode = (node: GraphNode, inside: Inside): State => {
  const {title, notes, marks} = linesOf(node);
  const edges = edgesOf(node, inside.chart);
  const described = {
    id: node.id,
    description: [title, ...notes].join('\n'),
    ...(marks.length > 0 && {tags: node.marks}),
  };
  if (node.outcome !== undefined && !edges.some(({event}) => event === 'file-ended')) {
    const ended = {'run-ended': `#$ended:${node.outcome}`};
    return {...described, on: {...transitions(edges, inside).on, ...ended}};
  }
  return {...described, ...(node.hold === undefined ? transitions(edges, inside) : heldOrNot(node, edges, inside))};
};

/** A step at which a run may be held: it goes on, or stands until a person says how. */
const heldOrNot = ({shape, hold}: GraphNode, edges: readonly Edge[], inside: Inside): State => {
  if (hold === undefined) {
    return transitions(edges, inside);
  }
  const active = shape === 'prompt' ? 'awaiting' : 'running';
  const undone = edges.filter(({kind}) => kind === 'undo');
  const {after, again, moves, past} = hold;
  const held: State = {
    on: {
      retried: shape === 'held' ? targetOf(again, inside) : active,
      ...(past !== undefined && Object.fromEntries(moves.map(move => [move, targetOf(past, inside)]))),
      ...transitions(undone, inside).on,
      'run-ended': `#${givenUp}`,
    },
  };
  if (shape === 'held') {
    return held;
  }
  const onward = transitions(
    edges.filter(({kind}) => kind !== 'undo'),
    inside,
  ).on;
  const stops = Object.fromEntries(after.map(event => [event, 'held']));
  return {initial: active, states: {[active]: {on: {...onward, ...stops}}, held}};
};

/** What happens and where it leads; a line that is only drawn has no event. */
const transitions = (edges: readonly Edge[], inside: Inside): Pick<State, 'on'> => {
  const on = edges.flatMap(({event, to}) => (event === undefined ? [] : [[event, targetOf(to, inside)] as const]));
  return on.length === 0 ? {} : {on: Object.fromEntries(on)};
};

const targetOf = (id: string, {chart, lane}: Inside): string => {
  if (chart.joins.has(id) && lane !== undefined) {
    return `#${endOf(lane)}`;
  }
  if (id === '$aborted') {
    return `#${givenUp}`;
  }
  return `#${chart.forks.get(id)?.id ?? id}`;
};

const edgesOf = (item: Item | undefined, {edgesFrom}: Chart): readonly Edge[] =>
  item === undefined ? [] : (edgesFrom.get(item.id) ?? []);
