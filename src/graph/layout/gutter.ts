/** Lines beside the page: of failures, jumps and undos, which lead past what stands between. */
import type {Edge} from '../graph.ts';
import {widthOf} from '../wrap.ts';
import {labelSize} from './box.ts';
import {bottomOf, centreOf, type Layout, type PlacedNode, type Point, rightOf} from './geometry.ts';

export type Route = {
  readonly edge: Edge;
  readonly points: readonly Point[];
  /** Where its words begin; the words of a way stand at the way itself. */
  readonly label?: Point & {readonly text: string};
};

/** Between the body of the picture and the lines in the gutter, and between two of those. */
const gutter = {left: 10, lane: 11, words: 8};

/** Where a line of the gutter leaves a node and comes to one, as a share of its height: both may be the same node. */
const departure = 0.72;
const arrival = 0.28;

/** An edge that leaves the order of the page, and how it begins. */
export type Far = {readonly edge: Edge; readonly start: readonly Point[]; readonly to: PlacedNode};

/** From the right side of its node, or down the way that its answer stands at. */
export const farStart = (edge: Edge, from: PlacedNode, {ways}: Layout): readonly Point[] => {
  const way = edge.through === undefined ? undefined : ways.get(edge.through);
  if (way === undefined) {
    return [{x: rightOf(from), y: from.top + from.height * departure}];
  }
  const {x} = centreOf(from);
  const {splitY, leftRail} = way.fork;
  const down = [
    {x, y: bottomOf(from)},
    {x, y: splitY},
  ];
  return way.arranged === 'beside'
    ? [...down, {x: way.axis, y: splitY}, {x: way.axis, y: way.fork.meetY + 9}]
    : [...down, {x: leftRail, y: splitY}, {x: leftRail, y: way.entryY}];
};

/** Lines with the same target and look share one; lines that do not pass each other share a place. */
export const inGutter = (
  far: readonly Far[],
  layout: Layout,
): {readonly routes: readonly Route[]; readonly width: number} => {
  if (far.length === 0) {
    return {routes: [], width: layout.width};
  }
  const wordsOf = ({edge}: Far): string => (edge.through === undefined ? (edge.label ?? '') : '');
  const words = Math.max(...far.map(one => widthOf(wordsOf(one), labelSize)));
  const firstLane = layout.width + gutter.left + words + gutter.words;
  const lanes = lanesOf(far);
  const taken: number[] = [];
  const routes = far.map((one): Route => {
    const x = firstLane + (lanes.get(busOf(one)) ?? 0) * gutter.lane;
    const last = one.start.at(-1) ?? {x: 0, y: 0};
    const y = one.to.top + one.to.height * arrival;
    const points = [...one.start, {x, y: last.y}, {x, y}, {x: rightOf(one.to), y}];
    const text = wordsOf(one);
    if (text === '') {
      return {edge: one.edge, points};
    }
    const at = freeHeight(last.y - 4, taken);
    taken.push(at);
    return {edge: one.edge, points, label: {x: layout.width + gutter.left, y: at, text}};
  });
  return {routes, width: firstLane + (Math.max(...lanes.values()) + 1) * gutter.lane};
};

const busOf = ({edge}: Far): string => `${edge.kind === 'undo'} ${edge.to}`;

const lanesOf = (far: readonly Far[]): ReadonlyMap<string, number> => {
  const spans = new Map<string, {from: number; to: number}>();
  for (const one of far) {
    const heights = [one.start.at(-1)?.y ?? 0, one.to.top + one.to.height * arrival];
    const known = spans.get(busOf(one)) ?? {from: Number.POSITIVE_INFINITY, to: 0};
    spans.set(busOf(one), {from: Math.min(known.from, ...heights), to: Math.max(known.to, ...heights)});
  }
  const lanes: {from: number; to: number}[][] = [];
  const found = new Map<string, number>();
  for (const [bus, span] of [...spans].sort(([, a], [, b]) => a.to - a.from - (b.to - b.from))) {
    const free = lanes.findIndex(lane => lane.every(other => other.to < span.from || span.to < other.from));
    const lane = free === -1 ? lanes.length : free;
    lanes[lane] = [...(lanes[lane] ?? []), span];
    found.set(bus, lane);
  }
  return found;
};

/** Words of two lines at the same height stand below each other. */
const freeHeight = (wanted: number, taken: readonly number[]): number => {
  const near = taken.find(y => Math.abs(y - wanted) < labelSize + 1);
  return near === undefined ? wanted : freeHeight(near + labelSize + 2, taken);
};
