/** A graph in the language of Graphviz. */
import type {Edge, EdgeKind, Graph, GraphNode, NodeShape} from '../graph.ts';
import {legend} from '../graph.ts';
import {type ItemWords, itemLines} from '../item-lines.ts';
import {clusterTitle, drawnEdges, linesOf, oneLine} from '../node-lines.ts';
import {wrapLetters} from '../wrap.ts';

const shapes: {readonly [S in NodeShape]: string} = {
  start: 'shape=circle',
  action: 'shape=box',
  prompt: 'shape=parallelogram margin="0,0.05"',
  decision: 'shape=diamond margin="0,0"',
  check: 'shape=hexagon',
  instant: 'shape=box',
  milestone: 'shape=cds',
  end: 'shape=oval peripheries=2',
  loop: 'shape=trapezium margin="0,0.05"',
  fork: 'shape=component',
  join: 'shape=component',
  gate: 'shape=diamond margin="0,0"',
  held: 'shape=doubleoctagon',
};

const lines: {readonly [K in EdgeKind]: string} = {
  next: '',
  choice: '',
  goto: '',
  passed: 'style=dotted',
  back: 'constraint=false',
  failure: 'color="#d1242f"',
  'no-go': 'color="#d1242f"',
  undo: 'style=dashed constraint=false',
};

/** Graphviz does not break lines. */
const lettersMax = 30;

/** The text of a `.dot` file; `dot -Tsvg` draws it. */
export const dot = (graph: Graph): string => {
  const label = [oneLine(`${graph.title}, ${graph.id} ${graph.version}`), ...legend];
  return `${[
    `digraph ${quoted(graph.id)} {`,
    '  charset="UTF-8"',
    '  rankdir=TB',
    `  graph [fontname="Helvetica" fontsize=12 labelloc=t label=${quoted(...label)}]`,
    '  node [fontname="Helvetica" fontsize=11]',
    '  edge [fontname="Helvetica" fontsize=10]',
    ...itemLines(graph.items, words),
    ...drawnEdges(graph).map(edge => `  ${edgeLine(edge)}`),
    '}',
  ].join('\n')}\n`;
};

const words: ItemWords = {
  node: node => nodeLine(node),
  opens: cluster => [
    `subgraph ${quoted(`cluster ${cluster.id}`)} {`,
    `label=${quoted(...wrapLetters(clusterTitle(cluster), lettersMax * 2))}`,
  ],
  closes: '}',
};

const nodeLine = (node: GraphNode): string => {
  const {title, notes, marks} = linesOf(node);
  const text = [...marks, title, ...notes].flatMap(line => wrapLetters(line, lettersMax));
  const looks = [...(node.shape === 'instant' ? ['rounded'] : []), ...(node.isConditional ? ['dashed'] : [])];
  const style = [
    shapes[node.shape],
    ...(marks.length > 0 ? ['penwidth=3 color="#d1242f"'] : []),
    ...(looks.length > 0 ? [`style=${quoted(looks.join(','))}`] : []),
  ];
  return `${quoted(node.id)} [${style.join(' ')} label=${quoted(...text)}]`;
};

const edgeLine = ({from, to, kind, label}: Edge): string => {
  const drawn = [
    ...(lines[kind] === '' ? [] : [lines[kind]]),
    ...(label === undefined ? [] : [`label=${quoted(...wrapLetters(oneLine(label), lettersMax))}`]),
  ];
  return `${quoted(from)} -> ${quoted(to)}${drawn.length > 0 ? ` [${drawn.join(' ')}]` : ''}`;
};

/** A quoted text of several lines. A backslash begins an escape, and `&` a character of HTML. */
const quoted = (...text: readonly string[]): string =>
  `"${text.map(line => line.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;')).join('\\n')}"`;
