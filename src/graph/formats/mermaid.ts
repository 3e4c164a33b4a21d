/** A graph as a Mermaid flowchart, as GitHub renders it. */
import type {Edge, EdgeKind, Graph, GraphNode, NodeShape} from '../graph.ts';
import {legend} from '../graph.ts';
import {type ItemWords, itemLines} from '../item-lines.ts';
import {clusterTitle, drawnEdges, linesOf, oneLine} from '../node-lines.ts';

/** What stands around the text of a shape. */
const brackets: {readonly [S in NodeShape]: readonly [string, string]} = {
  start: ['((', '))'],
  action: ['[', ']'],
  prompt: ['[/', '/]'],
  decision: ['{', '}'],
  check: ['{{', '}}'],
  instant: ['(', ')'],
  milestone: ['>', ']'],
  end: ['([', '])'],
  loop: ['[\\', '/]'],
  fork: ['[[', ']]'],
  join: ['[[', ']]'],
  gate: ['{', '}'],
  held: ['(((', ')))'],
};

const arrows: {readonly [K in EdgeKind]: string} = {
  next: '-->',
  choice: '-->',
  goto: '-->',
  passed: '-.->',
  back: '-->',
  failure: '-->',
  'no-go': '-->',
  undo: '-.->',
};

/** Colours only stress what words and shapes say: a stroke is seen on light and on dark. */
const styles = [
  'classDef destructive stroke:#d1242f,stroke-width:4px',
  'classDef conditional stroke-dasharray:5 4',
  'classDef ends stroke-width:3px',
];

const failureStroke = 'stroke:#d1242f';

/** Mermaid's own bounds, which a page on GitHub cannot raise: `maxTextSize` and `maxEdges` of its configuration. */
const bounds = {characters: 50_000, edges: 500};

/** Whether GitHub would show an error instead of the picture. */
export const isBeyondMermaid = (graph: Graph): boolean =>
  drawnEdges(graph).length > bounds.edges || mermaid(graph).length > bounds.characters;

/** The text of a `.mmd` file. */
export const mermaid = (graph: Graph): string => {
  const edges = drawnEdges(graph);
  const failures = edges.flatMap(({kind}, index) => (kind === 'failure' || kind === 'no-go' ? [index] : []));
  return `${[
    '---',
    `title: ${quoted(oneLine(`${graph.title}, ${graph.id} ${graph.version}`))}`,
    '---',
    'flowchart TD',
    ...legend.map(line => `  %% ${line}`),
    ...itemLines(graph.items, words),
    ...edges.map(edge => `  ${edgeLine(edge)}`),
    ...styles.map(style => `  ${style}`),
    ...(failures.length > 0 ? [`  linkStyle ${failures.join(',')} ${failureStroke}`] : []),
  ].join('\n')}\n`;
};

const words: ItemWords = {
  node: node => nodeLine(node),
  opens: cluster => [`subgraph ${name('c', cluster.id)}["${escaped(clusterTitle(cluster))}"]`],
  closes: 'end',
};

const nodeLine = (node: GraphNode): string => {
  const {title, notes, marks} = linesOf(node);
  const [open, close] = brackets[node.shape];
  const text = [...marks, title, ...notes].map(escaped).join('<br/>');
  return `${name('s', node.id)}${open}"${text}"${close}${classesOf(node)}`;
};

const classesOf = ({marks, isConditional, shape}: GraphNode): string => {
  const [own] = [
    ...(marks.length > 0 ? ['destructive'] : []),
    ...(isConditional ? ['conditional'] : []),
    ...(shape === 'end' ? ['ends'] : []),
  ];
  return own === undefined ? '' : `:::${own}`;
};

const edgeLine = ({from, to, kind, label}: Edge): string => {
  const text = label === undefined ? '' : `|"${escaped(oneLine(label))}"|`;
  return `${name('s', from)} ${arrows[kind]}${text} ${name('s', to)}`;
};

/** An id that no word of the format can be mistaken for; what paths are joined by becomes capitals, which they never hold. */
const name = (prefix: 's' | 'c', id: string): string =>
  `${prefix}_${id.replaceAll('/', 'I').replaceAll(':', 'B').replaceAll('$', 'P')}`;

/**
 * Text within quotes: every sign that could end the label, or mean something in Markdown or HTML, becomes its number, which
 * Mermaid writes back when the picture is drawn. Behind a number a dot or a bracket would make a list of it.
 */
const escaped = (text: string): string =>
  text.replaceAll(
    /[^\p{L}\p{N}\p{M} ,()/'?!=%.:_\u00b7\u2026-]|(?<=^\d+)[.)]|^-|:(?! )|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/gu,
    sign => `#${sign.codePointAt(0)};`,
  );

/** A text of YAML within double quotes, which JSON is; beyond ASCII by number. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(/[^\x20-\x7e]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
