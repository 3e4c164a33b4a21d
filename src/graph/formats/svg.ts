/** A graph as an SVG picture that needs nothing else: no font, no script, no file; for light and for dark. */
import type {Cluster, Graph, GraphNode} from '../graph.ts';
import {legend} from '../graph.ts';
import {labelHeight, labelSize} from '../layout/box.ts';
import {centreOf, type PlacedCluster, type PlacedNode, type PlacedWay, type Point} from '../layout/geometry.ts';
import type {Route} from '../layout/gutter.ts';
import {layoutOf} from '../layout/layout.ts';
import {fontSizes, lineHeights} from '../layout/node-box.ts';
import {outlineOf, px} from '../layout/outlines.ts';
import {routesOf} from '../layout/routes.ts';
import {drawnEdges, isBox, linesOf, oneLine} from '../node-lines.ts';
import {wrapPixels} from '../wrap.ts';

const margin = 24;
const widthMin = 560;
const titleSize = 18;

/** The text of a `.svg` file. */
export const svg = (graph: Graph): string => {
  // Ids are those of a page, where several pictures may stand.
  const {id} = graph;
  const head = [
    ...wrapPixels(oneLine(graph.title), {widthMax: widthMin, fontSize: titleSize}).map(text => ({text, style: 'head'})),
    {text: oneLine(`${graph.id}, version ${graph.version}`), style: 'small'},
    ...wrapPixels(oneLine(graph.summary), {widthMax: widthMin, fontSize: 12}).map(text => ({text, style: 'small'})),
  ].map((line, index) => ({...line, y: margin + titleSize + index * 18}));
  const layout = layoutOf(graph, {left: margin, top: margin + head.length * 18 + 34});
  const {routes, width: bodyWidth} = routesOf(drawnEdges(graph), layout);
  const width = Math.ceil(Math.max(bodyWidth, margin + widthMin) + margin);
  const words = legend.flatMap(line => wrapPixels(line, {widthMax: width - 2 * margin, fontSize: 11}));
  const wordsTop = layout.height + 40;
  const height = Math.ceil(wordsTop + words.length * 16 + margin);
  const clusters = [...layout.clusters.values()].filter(({cluster}) => isBox(cluster));
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escaped(oneLine(graph.title))}</title>`,
    `<desc id="${id}-desc">${escaped(description(graph))}</desc>`,
    style,
    arrowHeads(id),
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...head.map(({text, style: kind, y}) => `<text class="${kind}" x="${margin}" y="${y}">${escaped(text)}</text>`),
    ...clusters.map(frame),
    ...routes.map(route => line(route, id)),
    ...clusters.map(frameTitle),
    ...[...layout.nodes.values()].map(nodeGroup),
    ...[...layout.ways.values()].flatMap(wayLabel),
    ...routes.flatMap(({label}) => (label === undefined ? [] : [labelText(label, 'label')])),
    ...words.map(
      (text, index) => `<text class="small" x="${margin}" y="${wordsTop + index * 16}">${escaped(text)}</text>`,
    ),
    '</svg>',
  ].join('\n')}\n`;
};

/** What the picture shows, for who hears it. */
const description = ({summary, items}: Graph): string => {
  const steps = (list: Graph['items']): number =>
    list.reduce((sum, item) => sum + (item.is === 'node' ? Number(item.step !== undefined) : steps(item.items)), 0);
  return `${oneLine(summary)} A flow chart of ${steps(items)} nodes, from the start at the top to the ends at the bottom.`;
};

const colours = (page: string, ink: string, quiet: string): string =>
  `.page{fill:${page}}text{fill:${ink}}.small,.note{fill:${quiet}}.box{fill:${page};stroke:${ink}}` +
  `.frame{stroke:${quiet}}.line{stroke:${ink}}.tip{fill:${ink}}.halo{stroke:${page}}`;

const danger = (ink: string): string =>
  `.danger{stroke:${ink}}.mark{fill:${ink}}.failure{stroke:${ink}}.failure-tip{fill:${ink}}`;

const style = [
  '<style>',
  'text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;font-size:12px}',
  `.head{font-size:${titleSize}px;font-weight:600}.small,.note{font-size:11px}`,
  `.title{font-size:${fontSizes.title}px;font-weight:600}.mark{font-size:${fontSizes.mark}px;font-weight:700}`,
  '.frame-title{font-weight:600}.label{font-style:italic}',
  '.frame{fill:none;stroke-width:1}.box{stroke-width:1.4}.danger{stroke-width:4}.conditional{stroke-dasharray:6 4}',
  '.line{fill:none;stroke-width:1.4}.dashed{stroke-dasharray:7 4}.dotted{stroke-dasharray:2 4}',
  '.halo{stroke-width:5;stroke-linejoin:round;paint-order:stroke}',
  colours('#ffffff', '#1f2328', '#59636e'),
  danger('#b3261e'),
  `@media (prefers-color-scheme:dark){${colours('#0d1117', '#e6edf3', '#9198a1')}${danger('#ff7b72')}}`,
  '</style>',
].join('\n');

const tip = (id: string, kind: string): string =>
  `<marker id="${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="${kind}" d="M0 0L10 5L0 10z"/></marker>`;

const arrowHeads = (id: string): string =>
  `<defs>${tip(`${id}-arrow`, 'tip')}${tip(`${id}-failure`, 'failure-tip')}</defs>`;

const frame = ({cluster, left, top, width, height}: PlacedCluster): string =>
  `<rect class="frame${dashOf(cluster)}" x="${px(left)}" y="${px(top)}" width="${px(width)}" height="${px(height)}" rx="8"/>`;

/** What goes round is dashed, what is another document has a line of its own. */
const dashOf = ({kind}: Cluster): string => (kind === 'loop' ? ' dashed' : '');

const frameTitle = ({titleLines, left, top}: PlacedCluster): string =>
  titleLines
    .map((text, index) => labelText({x: left + 14, y: top + 20 + index * labelHeight, text}, 'frame-title'))
    .join('\n');

const nodeGroup = (placed: PlacedNode): string => {
  const {node, lines} = placed;
  const {x} = centreOf(placed);
  const textHeight = lines.reduce((sum, one) => sum + lineHeights[one.style], 0);
  let y = placed.top + (placed.height - textHeight) / 2;
  const texts = lines.map(one => {
    y += lineHeights[one.style];
    return `<text class="${one.style}" x="${px(x)}" y="${px(y - 4)}" text-anchor="middle">${escaped(one.text)}</text>`;
  });
  return `<g><title>${escaped(tooltip(node))}</title>${outlineOf(node.shape, placed, classesOf(node))}${texts.join('')}</g>`;
};

const tooltip = (node: GraphNode): string => {
  const {title, notes, marks} = linesOf(node);
  return [title, ...notes, ...marks].join(', ');
};

const classesOf = ({marks, isConditional}: GraphNode): string =>
  ['box', ...(marks.length > 0 ? ['danger'] : []), ...(isConditional ? ['conditional'] : [])].join(' ');

const line = ({edge: {kind}, points}: Route, id: string): string => {
  const isFailure = kind === 'failure' || kind === 'no-go';
  const looks = [
    'line',
    ...(isFailure ? ['failure'] : []),
    ...(kind === 'undo' ? ['dashed'] : []),
    ...(kind === 'passed' ? ['dotted'] : []),
  ];
  const arrow = `${id}-${isFailure ? 'failure' : 'arrow'}`;
  return `<path class="${looks.join(' ')}" d="${rounded(points)}" marker-end="url(#${arrow})"/>`;
};

/** A line with soft corners. */
const rounded = (points: readonly Point[]): string => {
  const clean = points.filter((point, index) => index === 0 || !isSame(point, points[index - 1]));
  return clean
    .map((point, index) => {
      const [before, after] = [clean[index - 1], clean[index + 1]];
      if (before === undefined) {
        return `M${at(point)}`;
      }
      if (after === undefined) {
        return `L${at(point)}`;
      }
      return `L${at(towards(point, before))}Q${at(point)} ${at(towards(point, after))}`;
    })
    .join('');
};

const isSame = (a: Point, b: Point | undefined): boolean => a.x === b?.x && a.y === b.y;

const towards = (from: Point, to: Point): Point => {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = Math.min(5, length / 2) / length;
  return {x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share};
};

/** The words of a way: over its line, or at the left of it where ways stand below each other. */
const wayLabel = ({titleLines, axis, labelTop, left, arranged}: PlacedWay): readonly string[] =>
  titleLines.map((text, index) => {
    const y = labelTop + labelSize + index * labelHeight;
    return arranged === 'beside'
      ? `<text class="label halo" x="${px(axis)}" y="${px(y)}" text-anchor="middle">${escaped(text)}</text>`
      : labelText({x: left, y, text}, 'label');
  });

const labelText = ({x, y, text}: Point & {readonly text: string}, kind: string): string =>
  `<text class="${kind} halo" x="${px(x)}" y="${px(y)}">${escaped(text)}</text>`;

const at = ({x, y}: Point): string => `${px(x)} ${px(y)}`;

/** Text of XML. Of what XML cannot hold at all only these two are not spelled out before. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
