/** A picture of all ways through a runbook, before it is drawn: nodes and clusters in the order of the page, and edges. */
import type {Path} from '../run/path.ts';

/** What a node is drawn as. Its kind stands beside its title in words, so that no shape has to be known. */
export type NodeShape =
  | 'start'
  | 'action'
  | 'prompt'
  | 'decision'
  | 'check'
  | 'instant'
  | 'milestone'
  | 'end'
  /** Where a loop goes round or is left. */
  | 'loop'
  /** Where several ways part and meet again. */
  | 'fork'
  | 'join'
  /** Whether a group applies. */
  | 'gate'
  /** An included runbook has failed. */
  | 'held';

export type Mark = 'destructive' | 'point of no return';

/** How a run that is held at a node goes on: again from a node, or past it. */
export type Hold = {
  /** The events after which it is held. */
  readonly after: readonly string[];
  readonly again: string;
  /** Where a skip and an override lead; nothing where neither is allowed. */
  readonly past?: string;
  readonly moves: readonly ('skipped' | 'overridden')[];
};

export type GraphNode = {
  readonly is: 'node';
  /** Unique among nodes and clusters: the step's path, perhaps with `$` and what part of the step it is. */
  readonly id: string;
  /** The step that it belongs to; nothing for the start and what ends the run. */
  readonly step?: Path;
  readonly shape: NodeShape;
  /** The kind of the step in a word, and its id. */
  readonly kind: string;
  readonly title: string;
  /** Small print, a line each: a condition, an estimate, a bound. */
  readonly notes: readonly string[];
  readonly marks: readonly Mark[];
  /** It may be passed by. */
  readonly isConditional: boolean;
  readonly hold?: Hold;
  readonly outcome?: string;
};

export type ClusterKind =
  /** What stands below a heading. */
  | 'section'
  | 'group'
  | 'loop'
  | 'include'
  /** A fork, its lanes, and a join. */
  | 'parallel'
  | 'lane'
  /** A question and the ways that its answers lead. */
  | 'decision'
  | 'way';

export type Cluster = {
  readonly is: 'cluster';
  readonly id: string;
  readonly kind: ClusterKind;
  readonly title: string;
  readonly notes: readonly string[];
  readonly items: readonly Item[];
};

export type Item = GraphNode | Cluster;

export type EdgeKind =
  | 'next'
  /** The answer of a decision. */
  | 'choice'
  /** To somewhere else than what stands below. */
  | 'goto'
  /** A step that is not applicable. */
  | 'passed'
  /** Back to where a loop goes round. */
  | 'back'
  | 'failure'
  | 'no-go'
  /** The way back, that a person confirms. */
  | 'undo';

export type Edge = {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly label?: string;
  /** What happens at `from` when this way is taken; nothing where several are taken at once. */
  readonly event?: string;
  /** The way or the lane that it leads into, or through where that is empty. */
  readonly through?: string;
};

export type Graph = {
  /** The id of the runbook. */
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly items: readonly Item[];
  readonly edges: readonly Edge[];
};

/** Every node, in the order of the page. */
export const nodesOf = (items: readonly Item[]): readonly GraphNode[] =>
  items.flatMap(item => (item.is === 'node' ? [item] : nodesOf(item.items)));

/** Every cluster, those around others first. */
export const clustersOf = (items: readonly Item[]): readonly Cluster[] =>
  items.flatMap(item => (item.is === 'node' ? [] : [item, ...clustersOf(item.items)]));

/** The words below every picture. */
export const legend: readonly string[] = [
  'A step that fails holds the run where no other way is drawn from it; a person then says how it goes on.',
  'Dashed: the way back, which a person confirms. Dotted: passed by.',
  'Thick border and capitals: destructive, or the point of no return.',
];
