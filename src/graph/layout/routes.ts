/** The line of every edge: down the column, past a frame, round a loop, or by the gutter beside the page. */
import type {Edge, EdgeKind, NodeShape} from '../graph.ts';
import {
  bottomOf,
  centreOf,
  type Layout,
  type PlacedCluster,
  type PlacedNode,
  type PlacedWay,
  type Point,
  rightOf,
} from './geometry.ts';
import {type Far, farStart, inGutter, type Route} from './gutter.ts';

type Ends = {readonly from: PlacedNode; readonly to: PlacedNode};

/** Routes all edges; the width is that of the picture with its gutter. */
export const routesOf = (
  edges: readonly Edge[],
  layout: Layout,
): {readonly routes: readonly Route[]; readonly width: number} => {
  const near: Route[] = [];
  const far: Far[] = [];
  for (const edge of edges) {
    const [from, to] = [layout.nodes.get(edge.from), layout.nodes.get(edge.to)];
    if (from === undefined || to === undefined) {
      continue;
    }
    const points = nearPoints(edge, {from, to}, layout);
    if (points === undefined) {
      far.push({edge, start: farStart(edge, from, layout), to});
    } else {
      near.push({edge, points, ...labelOf(edge, points)});
    }
  }
  const {routes, width} = inGutter(far, layout);
  return {routes: [...near, ...routes], width};
};

/** The line of an edge that stays in its column; nothing for one that leaves the order of the page. */
const nearPoints = (edge: Edge, ends: Ends, layout: Layout): readonly Point[] | undefined => {
  const {to} = ends;
  if (isFar(edge.kind)) {
    return undefined;
  }
  const loop = loopBack(ends, layout);
  if (loop !== undefined) {
    return backPoints(edge, {ends, loop}, layout);
  }
  const start = startPoints(edge, ends, layout);
  const [x, points] = leave(start, {edge, ends}, layout);
  const target = centreOf(to).x;
  const elbow = to.top - 12;
  return [
    ...points,
    ...(x === target
      ? []
      : [
          {x, y: elbow},
          {x: target, y: elbow},
        ]),
    {x: target, y: to.top},
  ];
};

const isFar = (kind: EdgeKind): boolean => {
  switch (kind) {
    case 'goto':
    case 'failure':
    case 'no-go':
    case 'undo':
      return true;
    case 'next':
    case 'choice':
    case 'passed':
    case 'back':
      return false;
  }
};

/** The innermost loop around both whose line leads up again. */
const loopBack = ({from, to}: Ends, {clusters}: Layout): PlacedCluster | undefined =>
  to.top > from.top
    ? undefined
    : from.around
        .map(id => clusters.get(id))
        .find(found => found?.cluster.kind === 'loop' && to.around.includes(found.cluster.id));

type Backwards = {readonly ends: Ends; readonly loop: PlacedCluster};

const backPoints = (edge: Edge, {ends, loop}: Backwards, layout: Layout): readonly Point[] => {
  const {from, to} = ends;
  const x = loop.left + 9;
  const into = [
    {x, y: centreOf(to).y},
    {x: to.left, y: centreOf(to).y},
  ];
  if (from.node.shape === 'loop') {
    return [{x: from.left, y: centreOf(from).y}, {x, y: centreOf(from).y}, ...into];
  }
  const [at, points] = leave(startPoints(edge, ends, layout), {edge, ends, until: loop.cluster.id}, layout);
  const y = bottomOf(loop) - 9;
  return [...points, {x: at, y}, {x, y}, ...into];
};

/** How an edge begins: down, into a way, or to the right and past the cluster whose first node it leaves. */
const startPoints = (edge: Edge, {from, to}: Ends, {clusters, ways}: Layout): readonly Point[] => {
  const {x, y} = centreOf(from);
  const below = {x, y: bottomOf(from)};
  const way = edge.through === undefined ? undefined : ways.get(edge.through);
  if (way !== undefined) {
    return [below, ...intoWay(x, way)];
  }
  const [inner] = from.around;
  const cluster = inner === undefined ? undefined : clusters.get(inner);
  if (cluster === undefined || !isHeadOf(from, cluster) || to.around.includes(cluster.cluster.id)) {
    return [below];
  }
  const channel = rightOf(cluster) - 8;
  const meet = bottomOf(cluster) - 6;
  return [
    {x: rightOf(from), y},
    {x: channel, y},
    {x: channel, y: meet},
    {x: cluster.axis, y: meet},
  ];
};

const intoWay = (x: number, {arranged, axis, entryY, fork: {splitY, leftRail}}: PlacedWay): readonly Point[] =>
  arranged === 'beside'
    ? [
        {x, y: splitY},
        {x: axis, y: splitY},
      ]
    : [
        {x, y: splitY},
        {x: leftRail, y: splitY},
        {x: leftRail, y: entryY},
        {x: axis, y: entryY},
      ];

/** The node that decides about a cluster: a line from it that leads out of the cluster leads past the rest of it. */
const isHeadOf = ({node}: PlacedNode, {cluster}: PlacedCluster): boolean => {
  const [first] = cluster.items;
  switch (cluster.kind) {
    case 'decision':
    case 'parallel':
    case 'loop':
    case 'group':
    case 'include':
      return first?.id === node.id && isDeciding(node.shape);
    case 'section':
    case 'lane':
    case 'way':
      return false;
  }
};

const isDeciding = (shape: NodeShape): boolean => ['decision', 'fork', 'loop', 'gate'].includes(shape);

type Leaving = {readonly ends: Ends; readonly edge: Edge; readonly until?: string};

/** Goes on out of the ways that the target is not in: down to where they meet, and to the axis of their fork. */
const leave = (
  start: readonly Point[],
  {ends: {from, to}, edge, until}: Leaving,
  {ways}: Layout,
): readonly [x: number, points: readonly Point[]] => {
  const points = [...start];
  const through = edge.through === undefined || to.around.includes(edge.through) ? [] : [edge.through];
  const stop = until === undefined ? from.around.length : from.around.indexOf(until);
  for (const id of [...through, ...from.around.slice(0, Math.max(0, stop))]) {
    const way = ways.get(id);
    if (way === undefined || to.around.includes(id)) {
      continue;
    }
    const {meetY, axis, rightRail} = way.fork;
    const x = points.at(-1)?.x ?? 0;
    if (way.arranged === 'below') {
      const y = through.includes(id) ? way.entryY : way.exitY;
      points.push({x, y}, {x: rightRail, y}, {x: rightRail, y: meetY}, {x: axis, y: meetY});
    } else {
      points.push({x, y: meetY}, {x: axis, y: meetY});
    }
  }
  return [points.at(-1)?.x ?? 0, points];
};

const labelOf = (edge: Edge, points: readonly Point[]): Pick<Route, 'label'> => {
  const [first, second] = points;
  if (edge.label === undefined || edge.through !== undefined || first === undefined || second === undefined) {
    return {};
  }
  if (first.y !== second.y) {
    return {label: {x: first.x + 5, y: first.y + 14, text: edge.label}};
  }
  // Round a loop there is no room for words, and its bound stands in its node.
  return second.x > first.x ? {label: {x: first.x + 4, y: first.y + 13, text: edge.label}} : {};
};
