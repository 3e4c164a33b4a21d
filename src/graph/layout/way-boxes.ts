/** Ways of a fork, side by side or below each other. */
import type {Cluster} from '../graph.ts';
import {oneLine} from '../node-lines.ts';
import {widthOf, wrapPixels} from '../wrap.ts';
import {type At, type Box, gapX, labelHeight, labelSize, labelWidthMax, labelWidthMin, rail} from './box.ts';
import type {PlacedWay} from './geometry.ts';

/** Where ways part and meet. */
export type Fork = Pick<PlacedWay['fork'], 'splitY' | 'meetY' | 'axis'>;

/** Ways that are arranged, of known size. */
export type Ways = Pick<Box, 'width' | 'height' | 'axis'> & {readonly place: (at: At & {readonly fork: Fork}) => void};

export type WayBox = {
  readonly cluster: Cluster;
  readonly labelLines: readonly string[];
  readonly head: number;
  readonly inner: Box;
  readonly width: number;
  readonly height: number;
  readonly axis: number;
};

/** A way with its label above what stands in it. */
export const wayBox = (cluster: Cluster, inner: Box): WayBox => {
  const title = oneLine(cluster.title);
  const room = Math.min(Math.max(inner.width, labelWidthMin), labelWidthMax);
  const labelLines = title === '' ? [] : wrapPixels(title, {widthMax: room, fontSize: labelSize});
  const head = labelLines.length * labelHeight + 12;
  const labelWidth = Math.max(0, ...labelLines.map(line => widthOf(line, labelSize)));
  const axis = Math.max(inner.axis, labelWidth / 2, 12);
  const width = axis + Math.max(inner.width - inner.axis, labelWidth / 2, 12);
  return {cluster, labelLines, head, inner, width, height: head + inner.height + (inner.height > 0 ? 8 : 0), axis};
};

export const besideEachOther = (ways: readonly WayBox[]): Ways => {
  const width = ways.reduce((sum, way) => sum + way.width + gapX, -gapX);
  const height = Math.max(0, ...ways.map(way => way.height));
  return {
    width: Math.max(0, width),
    height,
    axis: ways.length === 1 ? (ways[0]?.axis ?? 0) : width / 2,
    place: at => {
      let {left} = at;
      for (const way of ways) {
        const rect = {left, top: at.top, width: way.width, height};
        placeWay(way, {...at, ...rect, arranged: 'beside', rails: {leftRail: left, rightRail: left}});
        left += way.width + gapX;
      }
    },
  };
};

export const belowEachOther = (ways: readonly WayBox[]): Ways => {
  const inner = Math.max(...ways.map(way => way.width));
  const width = rail.left + inner + rail.right;
  return {
    width,
    height: ways.reduce((sum, way) => sum + way.height + gapX, -gapX),
    axis: width / 2,
    place: at => {
      let {top} = at;
      const rails = {leftRail: at.left + 8, rightRail: at.left + width - 6};
      for (const way of ways) {
        const rect = {left: at.left + rail.left, top, width: way.width, height: way.height};
        placeWay(way, {...at, ...rect, arranged: 'below', rails});
        top += way.height + gapX;
      }
    },
  };
};

type WayAt = At & {
  readonly width: number;
  readonly height: number;
  readonly fork: Fork;
  readonly arranged: PlacedWay['arranged'];
  readonly rails: Pick<PlacedWay['fork'], 'leftRail' | 'rightRail'>;
};

const placeWay = ({cluster, labelLines, head, inner, axis}: WayBox, at: WayAt): void => {
  const {left, top, width, height, around, into, fork, arranged, rails} = at;
  const way: PlacedWay = {
    left,
    top,
    width,
    height,
    cluster,
    around,
    titleLines: labelLines,
    axis: left + axis,
    arranged,
    labelTop: top + 2,
    entryY: top + head - 6,
    exitY: top + height,
    fork: {...fork, ...rails},
  };
  into.ways.set(cluster.id, way);
  inner.place({...at, left: left + axis - inner.axis, top: top + head, around: [cluster.id, ...around]});
};
