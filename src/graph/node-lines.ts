/** What stands in a node and beside an edge, line by line, before it is escaped for a format. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Cluster, Edge, Graph, GraphNode} from './graph.ts';

export type NodeLines = {
  readonly title: string;
  /** Kind and id, and the small print. */
  readonly notes: readonly string[];
  /** In capitals: what has to be seen without colour too. */
  readonly marks: readonly string[];
};

/** A text of the author on one line, with nothing hidden in it. */
export const oneLine = (text: string): string => showForeignLine(text.replaceAll(/\s+/g, ' ').trim());

export const linesOf = ({shape, title, kind, notes, marks}: GraphNode): NodeLines => ({
  title: oneLine(title),
  notes: [...(hasKind(shape) ? [kind] : []), ...notes].map(oneLine),
  marks: marks.map(mark => mark.toUpperCase()),
});

/** Start, forks and joins say by their shape and title what they are. */
const hasKind = (shape: GraphNode['shape']): boolean => shape !== 'start' && shape !== 'join' && shape !== 'held';

/** The title of a cluster and what is added to it. */
export const clusterTitle = ({title, notes, kind}: Cluster): string =>
  oneLine([title, ...notes].join(kind === 'section' ? ' · ' : ', '));

/** A cluster that is drawn as a box; a decision and its ways are seen by their edges. */
export const isBox = ({kind, title, items}: Cluster): boolean =>
  kind !== 'decision' && kind !== 'way' && title !== '' && items.length > 0;

/**
 * What is drawn. Where a step leads on, another line to the same place says nothing: that it may be passed by stands in the
 * step, and that a failure goes the same way is a word beside the line.
 */
export const drawnEdges = ({edges}: Graph): readonly Edge[] => {
  const wayOf = ({from, to}: Edge): string => `${from}\n${to}`;
  const straight = new Set(edges.filter(({kind}) => kind === 'next').map(wayOf));
  const also = new Map<string, string>();
  const drawn = edges.filter(edge => {
    const isSecond = ['passed', 'failure', 'no-go'].includes(edge.kind) && straight.has(wayOf(edge));
    if (isSecond && edge.kind !== 'passed' && edge.label !== undefined) {
      also.set(wayOf(edge), `also when ${edge.label}`);
    }
    return !isSecond;
  });
  return drawn.map(edge => {
    const word = edge.kind === 'next' ? also.get(wayOf(edge)) : undefined;
    return word === undefined
      ? edge
      : {...edge, label: [edge.label, word].filter(part => part !== undefined).join(', ')};
  });
};
