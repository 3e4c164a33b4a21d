/** Pictures of random runbooks with random words in them: whole in every format, whatever is written. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formats} from '../../src/graph/formats.ts';
import {type Graph, nodesOf} from '../../src/graph/graph.ts';
import {graphOf} from '../../src/graph/graph-of.ts';
import {bottomOf, type Rect, rightOf} from '../../src/graph/layout/geometry.ts';
import {layoutOf} from '../../src/graph/layout/layout.ts';
import {drawnEdges, oneLine} from '../../src/graph/node-lines.ts';
import {everyStep} from '../../src/machine/compile.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {hostileText} from '../support/hostile-text.ts';
import {readDot, readMermaid, readSvg, readXstate, stateIds, targetIds} from '../support/pictures.ts';
import {rewritten} from '../support/rewritten.ts';

const few = {numRuns: process.env.CI ? 300 : 40};

/** Mermaid takes a twentieth of a second for a picture. */
const fewer = {numRuns: process.env.CI ? 100 : 12};

const pictured: fc.Arbitrary<Graph> = fc
  .tuple(arbitraryRunbook, fc.infiniteStream(hostileText))
  .map(([runbook, texts]) => graphOf(rewritten(runbook, () => texts.next().value ?? 'x')));

test('every step of a runbook is in its graph, and every edge leads from a node to a node', () => {
  fc.assert(
    fc.property(arbitraryRunbook, runbook => {
      const graph = graphOf(runbook);
      const nodes = nodesOf(graph.items);
      const ids = new Set(nodes.map(({id}) => id));
      expect(ids.size).toBe(nodes.length);
      expect(graph.edges.filter(({from, to}) => !ids.has(from) || !ids.has(to))).toEqual([]);
      const events = graph.edges.flatMap(({from, event}) => (event === undefined ? [] : [`${from} ${event}`]));
      expect(events.filter((event, index) => events.indexOf(event) !== index)).toEqual([]);
      const drawn = new Set(nodes.map(({step}) => step));
      const held = everyStep(runbook).filter(({path, step}) => step.shape !== 'group' && !drawn.has(path));
      expect(held.map(({path}) => path)).toEqual([]);
    }),
    few,
  );
});

test('no text breaks out of its label in Mermaid', async () => {
  await fc.assert(
    fc.asyncProperty(pictured, async graph => {
      const {nodes, edges} = await readMermaid(formats.mermaid(graph));
      expect(nodes.size).toBe(nodesOf(graph.items).length);
      expect(edges.length).toBe(drawnEdges(graph).length);
      const seen = [...nodes.values()].map(text => text.replaceAll('\n', ' '));
      expect(nodesOf(graph.items).filter(({title}, index) => !seen[index]?.includes(oneLine(title)))).toEqual([]);
    }),
    fewer,
  );
});

test('no text breaks out of its quotes in DOT', () => {
  fc.assert(
    fc.property(pictured, graph => {
      const {nodes, edges} = readDot(formats.dot(graph));
      expect([...nodes.keys()]).toEqual(nodesOf(graph.items).map(({id}) => id));
      expect(edges.length).toBe(drawnEdges(graph).length);
      const letters = (text: string): string => text.replaceAll(/\s/g, '');
      const seen = [...nodes.values()].map(letters);
      expect(nodesOf(graph.items).filter(({title}, at) => !seen[at]?.includes(letters(oneLine(title))))).toEqual([]);
    }),
    few,
  );
});

test('no text becomes an element in SVG, and each is heard as it is', () => {
  fc.assert(
    fc.property(pictured, graph => {
      const elements = readSvg(formats.svg(graph));
      const known = ['svg', 'title', 'desc', 'style', 'defs', 'marker', 'path', 'rect', 'polygon', 'g', 'text'];
      expect(elements.filter(({name}) => !known.includes(name))).toEqual([]);
      const groups = elements.flatMap(({name}, index) => (name === 'g' ? [elements[index + 1]?.text ?? ''] : []));
      const titles = nodesOf(graph.items).map(({title}) => oneLine(title).replaceAll(/[\ufffe\uffff]/g, '\ufffd'));
      expect(titles.filter((title, index) => !groups[index]?.startsWith(title))).toEqual([]);
    }),
    few,
  );
});

test('XState takes the chart, every step is a state of it, and what the graph leads to the chart leads to', () => {
  fc.assert(
    fc.property(pictured, graph => {
      const machine = readXstate(formats.xstate(graph));
      const ids = stateIds(machine);
      const targets = targetIds(machine);
      const nodes = nodesOf(graph.items).filter(
        ({step, shape}) => step !== undefined && !['fork', 'join'].includes(shape),
      );
      expect(nodes.filter(({id}) => !ids.includes(id)).map(({id}) => id)).toEqual([]);
      const led = new Set(graph.edges.flatMap(({to, event, kind}) => (event || kind !== 'undo' ? [to] : [])));
      expect(nodes.filter(({id}) => led.has(id) && !targets.has(id)).map(({id}) => id)).toEqual([]);
    }),
    few,
  );
});

test('in the SVG no two nodes overlap, and nothing stands outside of its frame', () => {
  fc.assert(
    fc.property(pictured, graph => {
      const layout = layoutOf(graph, {left: 0, top: 0});
      const nodes = [...layout.nodes.values()];
      const overlapping = nodes.flatMap((a, at) => nodes.slice(at + 1).filter(b => areOver(a, b)));
      expect(overlapping.map(({node}) => node.id)).toEqual([]);
      const page: Rect = {left: 0, top: 0, width: layout.width, height: layout.height};
      const outside = nodes.filter(
        node =>
          !isWithin(node, page) ||
          node.around.some(id => {
            const frame = layout.clusters.get(id) ?? layout.ways.get(id);
            return frame !== undefined && !isWithin(node, frame);
          }),
      );
      expect(outside.map(({node}) => node.id)).toEqual([]);
    }),
    few,
  );
});

const areOver = (a: Rect, b: Rect): boolean =>
  a.left < rightOf(b) && b.left < rightOf(a) && a.top < bottomOf(b) && b.top < bottomOf(a);

const isWithin = (inner: Rect, outer: Rect): boolean =>
  inner.left >= outer.left - 0.01 &&
  inner.top >= outer.top - 0.01 &&
  rightOf(inner) <= rightOf(outer) + 0.01 &&
  bottomOf(inner) <= bottomOf(outer) + 0.01;
