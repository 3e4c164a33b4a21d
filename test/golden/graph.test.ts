/** Pictures of the shipped runbooks, and of one that holds everything: compared with files, and read by the real parsers. */
import {describe, expect, test} from 'vitest';
import {getShortestPaths} from 'xstate/graph';
import {formats} from '../../src/graph/formats.ts';
import {nodesOf} from '../../src/graph/graph.ts';
import {graphOf} from '../../src/graph/graph-of.ts';
import {drawnEdges} from '../../src/graph/node-lines.ts';
import {everyStep} from '../../src/machine/compile.ts';
import {readDot, readMermaid, readSvg, readXstate, stateIds} from '../support/pictures.ts';
import {shipped} from '../support/shipped.ts';

const endings = {mermaid: 'mmd', dot: 'dot', svg: 'svg', xstate: 'json'} as const;

const pictures = shipped.map(({id, runbook}) => ({id, runbook, graph: graphOf(runbook)}));

describe.each(pictures)('the pictures of $id', ({id, runbook, graph}) => {
  test.each(Object.keys(formats) as (keyof typeof formats)[])('as %s', async format => {
    await expect(formats[format](graph)).toMatchFileSnapshot(`graph/${id}.${endings[format]}`);
  });

  test('show every step, and lead from each to somewhere that is there', () => {
    const nodes = nodesOf(graph.items);
    const drawn = new Set(nodes.map(({step}) => step));
    const boxes = formats.dot(graph);
    const steps = everyStep(runbook).map(({path}) => path);
    expect(steps.filter(path => !drawn.has(path) && !boxes.includes(`"cluster ${path}"`))).toEqual([]);
    const ids = nodes.map(node => node.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(graph.edges.filter(({from, to}) => !ids.includes(from) || !ids.includes(to))).toEqual([]);
  });

  test('come from the start to every step, and from every step to an end', () => {
    const nodes = nodesOf(graph.items);
    const ends = nodes.filter(({outcome, hold}) => outcome !== undefined || hold !== undefined).map(node => node.id);
    const ids = nodes.map(node => node.id);
    expect(ids.filter(node => !reached(graph.edges, ['$start']).has(node))).toEqual([]);
    const backwards = graph.edges.map(({from, to}) => ({from: to, to: from}));
    expect(ids.filter(node => !reached(backwards, ends).has(node))).toEqual([]);
  });

  test('are flowcharts to Mermaid, with all nodes and edges', async () => {
    const {nodes, edges} = await readMermaid(formats.mermaid(graph));
    expect(nodes.size).toBe(nodesOf(graph.items).length);
    expect(edges.length).toBe(drawnEdges(graph).length);
  });

  test('are graphs to a parser of DOT, with all nodes and edges', () => {
    const {nodes, edges} = readDot(formats.dot(graph));
    expect([...nodes.keys()]).toEqual(nodesOf(graph.items).map(node => node.id));
    expect(edges.length).toBe(drawnEdges(graph).length);
  });

  test('are XML that needs nothing else and does nothing, and says aloud what it is', () => {
    const text = formats.svg(graph);
    const elements = readSvg(text);
    const names = new Set(elements.map(({name}) => name));
    const known = ['svg', 'title', 'desc', 'style', 'defs', 'marker', 'path', 'rect', 'polygon', 'g', 'text'];
    expect([...names].filter(name => !known.includes(name))).toEqual([]);
    expect(text.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\((?!#)|@import|\bon\w+=|href/);
    const [svg, title, desc] = elements;
    expect(svg?.attributes).toMatchObject({role: 'img', 'aria-labelledby': `${id}-title ${id}-desc`});
    expect(title).toMatchObject({name: 'title', text: runbook.title});
    expect(desc?.text).toContain(runbook.summary);
  });

  test('are no wider than a page', () => {
    const [svg, ...elements] = readSvg(formats.svg(graph));
    const width = Number(svg?.attributes.width);
    expect(width).toBeLessThan(1_500);
    const lefts = elements.flatMap(({attributes: {x}}) => (x === undefined ? [] : [Number(x)]));
    expect(lefts.filter(x => x < 0 || x > width)).toEqual([]);
  });

  test('are a statechart to XState, in which every state is come to', () => {
    const machine = readXstate(formats.xstate(graph));
    const states = stateIds(machine);
    const seen = new Set(
      getShortestPaths(machine, {limit: 100_000}).flatMap(({state}) => state._nodes.map(node => node.id)),
    );
    expect(states.filter(state => !seen.has(state))).toEqual([]);
    expect(everyStep(runbook).filter(({path}) => !states.includes(path))).toEqual([]);
  });
});

/** All that edges lead to from there. */
function reached(
  edges: readonly {readonly from: string; readonly to: string}[],
  from: readonly string[],
): ReadonlySet<string> {
  const found = new Set(from);
  for (const at of found) {
    for (const edge of edges) {
      if (edge.from === at) found.add(edge.to);
    }
  }
  return found;
}
