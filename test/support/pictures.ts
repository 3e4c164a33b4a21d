/** Pictures read back by the real programs' own parsers: what somebody would see of a graph in each format. */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {createContext, runInContext} from 'node:vm';
import {type ASTNode, type EdgeASTNode, type NodeASTNode, parse} from '@ts-graphviz/ast';
import {SaxesParser} from 'saxes';
import {type AnyStateMachine, createMachine} from 'xstate';

/** Nodes with the text that stands in them, and edges as `from to label`. */
export type Seen = {readonly nodes: ReadonlyMap<string, string>; readonly edges: readonly string[]};

type Diagram = {
  readonly db: {
    readonly getVertices: () => ReadonlyMap<string, {readonly text: string}>;
    readonly getEdges: () => readonly {readonly start: string; readonly end: string; readonly text: string}[];
    readonly getSubGraphs: () => readonly {readonly id: string; readonly title: string}[];
  };
};

type Mermaid = {
  readonly parse: (text: string) => Promise<unknown>;
  readonly mermaidAPI: {readonly getDiagramFromText: (text: string) => Promise<Diagram>};
};

/**
 * Mermaid's own parser. It is made for a page; without one its sanitiser of HTML has no methods, and nothing that is only
 * parsed needs them.
 */
const mermaid = (): Mermaid => {
  const require = createRequire(import.meta.url);
  const file = require.resolve('@mermaid-js/tiny');
  const source = readFileSync(file, 'utf8');
  const lacking = 't.isSupported=!1,t';
  if (source.split(lacking).length !== 2) {
    throw new Error('@mermaid-js/tiny has changed: look for how it makes its DOMPurify');
  }
  const sandbox = {structuredClone, setTimeout, clearTimeout, URL, TextEncoder, TextDecoder, console};
  const context = createContext(sandbox);
  runInContext(source.replace(lacking, 't.isSupported=!1,t.addHook=()=>{},t.sanitize=text=>text,t'), context);
  return (context as {mermaid: Mermaid}).mermaid;
};

let loaded: Mermaid | undefined;

/** Reads a Mermaid flowchart; throws what Mermaid says of one that is wrong. */
export const readMermaid = async (text: string): Promise<Seen & {readonly clusters: readonly string[]}> => {
  if (loaded === undefined) {
    loaded = mermaid();
    // It learns the kinds of diagrams when it is asked for the first time.
    await loaded.parse(text);
  }
  const {db} = await loaded.mermaidAPI.getDiagramFromText(text);
  return {
    nodes: new Map([...db.getVertices()].map(([id, vertex]) => [id, asDrawn(vertex.text)])),
    edges: db.getEdges().map(edge => `${edge.start} ${edge.end} ${asDrawn(edge.text)}`),
    clusters: db.getSubGraphs().map(({title}) => asDrawn(title)),
  };
};

/** Mermaid keeps the numbers of signs until it draws; a break that is written in numbers is none. */
const asDrawn = (text: string): string =>
  text.replaceAll('<br/>', '\n').replaceAll(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));

/** Reads a graph of Graphviz. */
export const readDot = (text: string): Seen => {
  const nodes = new Map<string, string>();
  const edges: string[] = [];
  const visit = (node: ASTNode): void => {
    if (node.type === 'Node') {
      nodes.set(unescaped(node.id.value), labelOf(node));
    }
    if (node.type === 'Edge') {
      const ends = node.targets.flatMap(target => (target.type === 'NodeRef' ? [unescaped(target.id.value)] : []));
      edges.push([...ends, labelOf(node)].join(' '));
    }
    for (const child of node.children) {
      visit(child);
    }
  };
  visit(parse(text));
  return {nodes, edges};
};

const labelOf = ({children}: EdgeASTNode | NodeASTNode): string => {
  const label = children.find(child => child.type === 'Attribute' && child.key.value === 'label');
  return label?.type === 'Attribute' ? unescaped(label.value.value) : '';
};

/** What Graphviz makes of a label: `\n` is a line, another backslash quotes, `&amp;` is a sign of HTML. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\([\s\S])/g, (_, sign) => (sign === 'n' ? '\n' : sign)).replaceAll('&amp;', '&');

export type SvgElement = {readonly name: string; readonly attributes: Readonly<Record<string, string>>; text: string};

/** Reads an SVG as XML; throws where it is not well-formed. */
export const readSvg = (text: string): readonly SvgElement[] => {
  const parser = new SaxesParser({xmlns: true});
  const elements: SvgElement[] = [];
  const open: SvgElement[] = [];
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', ({name, attributes}) => {
    const values = Object.fromEntries(Object.entries(attributes).map(([key, {value}]) => [key, value]));
    const element = {name, attributes: values, text: ''};
    elements.push(element);
    open.push(element);
  });
  parser.on('text', part => {
    const element = open.at(-1);
    if (element !== undefined) {
      element.text += part;
    }
  });
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  return elements;
};

/** Reads a statechart as XState does. */
export const readXstate = (text: string): AnyStateMachine => createMachine(JSON.parse(text));

/** The ids of all states of a machine. */
export const stateIds = ({root}: AnyStateMachine): readonly string[] => {
  const idsBelow = (node: typeof root): readonly string[] => [node.id, ...Object.values(node.states).flatMap(idsBelow)];
  return idsBelow(root);
};

/** The ids of all states that a transition leads to, or that another state begins with. */
export const targetIds = ({root}: AnyStateMachine): ReadonlySet<string> => {
  const idsFrom = (node: typeof root): readonly string[] => [
    ...[...node.transitions.values()].flat().flatMap(({target = []}) => target.map(({id}) => id)),
    ...(node.initial?.target ?? []).map(({id}) => id),
    ...Object.values(node.states).flatMap(idsFrom),
  ];
  return new Set(idsFrom(root));
};
