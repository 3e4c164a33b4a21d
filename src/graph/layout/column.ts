/** The layout of what is mostly a line: blocks are columns, loops and included runbooks frames, forks part and meet again. */

// Ways of a fork stand side by side, or below each other where that would be too wide. A layout for graphs in general (dagre,
// ELK, Graphviz) has to find the order of the page again from the edges, and has no bound on its width.
import type {Cluster, GraphNode, Item} from '../graph.ts';
import {clusterTitle, isBox} from '../node-lines.ts';
import {wrapPixels} from '../wrap.ts';
import {type Box, bandY, channel, gapX, gapY, labelHeight, labelSize, labelWidthMax, padding, rail} from './box.ts';
import {nodeBox} from './node-box.ts';
import {belowEachOther, besideEachOther, wayBox} from './way-boxes.ts';

/** The items of a block below each other, on one axis. */
export const column = (items: readonly Item[], widthMax: number): Box => {
  const boxes = items.map(item => boxOf(item, widthMax));
  const axis = Math.max(0, ...boxes.map(box => box.axis));
  const right = Math.max(0, ...boxes.map(box => box.width - box.axis));
  const height = boxes.reduce((sum, box) => sum + box.height + gapY, -gapY);
  return {
    width: axis + right,
    height: Math.max(0, height),
    axis,
    place: at => {
      let {top} = at;
      for (const box of boxes) {
        box.place({...at, left: at.left + axis - box.axis, top});
        top += box.height + gapY;
      }
    },
  };
};

const boxOf = (item: Item, widthMax: number): Box => {
  if (item.is === 'node') {
    return boxOfNode(item);
  }
  if (item.kind === 'decision') {
    return invisible(item, forked(item, widthMax));
  }
  const inner = widthMax - 2 * padding - 2 * channel;
  return isBox(item)
    ? framed(item, item.kind === 'parallel' ? forked(item, inner) : column(item.items, inner))
    : column(item.items, widthMax);
};

const boxOfNode = (node: GraphNode): Box => {
  const {width, height, lines} = nodeBox(node);
  // Where an included runbook has failed is beside the line that leads on from its ends.
  const aside = node.shape === 'held' ? gapX : 0;
  return {
    width: width + aside,
    height,
    axis: aside === 0 ? width / 2 : 0,
    place: ({left, top, around, into}) =>
      void into.nodes.set(node.id, {node, lines, left: left + aside, top, width, height, around}),
  };
};

/** A cluster without a frame; a question that may be passed by keeps room for the line past it. */
const invisible = (cluster: Cluster, inner: Box): Box => {
  const isPassed = cluster.items.some(item => item.is === 'node' && item.isConditional);
  const width = inner.width + (isPassed ? 2 * channel : 0);
  const shift = isPassed ? channel : 0;
  return {
    width,
    height: inner.height,
    axis: inner.axis + shift,
    place: at => {
      const {left, top, around, into} = at;
      const rect = {left, top, width, height: inner.height};
      into.clusters.set(cluster.id, {...rect, cluster, around, titleLines: [], axis: left + inner.axis + shift});
      inner.place({...at, left: left + shift, around: [cluster.id, ...around]});
    },
  };
};

/** A frame with the cluster's title above what stands in it. */
const framed = (cluster: Cluster, inner: Box): Box => {
  const side = padding + (cluster.kind === 'section' ? 0 : channel);
  const width = Math.max(inner.width + 2 * side, labelWidthMax);
  const titleLines = wrapPixels(clusterTitle(cluster), {widthMax: width - 2 * padding, fontSize: labelSize});
  const head = padding + titleLines.length * labelHeight + 6;
  const height = head + gapY / 2 + inner.height + side;
  const inset = (width - inner.width) / 2;
  return {
    width,
    height,
    axis: inset + inner.axis,
    place: at => {
      const {left, top, around, into} = at;
      const rect = {left, top, width, height};
      into.clusters.set(cluster.id, {...rect, cluster, around, titleLines, axis: left + inset + inner.axis});
      inner.place({...at, left: left + inset, top: top + head + gapY / 2, around: [cluster.id, ...around]});
    },
  };
};

/** A node that ways part from, the ways, and perhaps one where they meet. */
const forked = ({items}: Cluster, widthMax: number): Box => {
  const ways = items.filter(item => item.is === 'cluster');
  const [split, join] = items.filter(item => item.is === 'node').map(boxOfNode);
  const beside = ways.map(way => wayBox(way, column(way.items, widthMax)));
  const width = beside.reduce((sum, way) => sum + way.width + gapX, -gapX);
  const lanes =
    width <= widthMax || ways.length < 2
      ? besideEachOther(beside)
      : belowEachOther(ways.map(way => wayBox(way, column(way.items, widthMax - rail.left - rail.right))));
  const parts = [split, join].filter(part => part !== undefined);
  const axis = Math.max(lanes.axis, ...parts.map(part => part.axis));
  const right = Math.max(lanes.width - lanes.axis, ...parts.map(part => part.width - part.axis));
  const splitHeight = split?.height ?? 0;
  return {
    width: axis + right,
    height: splitHeight + bandY + lanes.height + bandY + (join === undefined ? 0 : join.height),
    axis,
    place: at => {
      const lanesTop = at.top + splitHeight + bandY;
      const meetY = lanesTop + lanes.height;
      split?.place({...at, left: at.left + axis - split.axis});
      const fork = {splitY: at.top + splitHeight + bandY / 2, meetY: meetY + bandY / 4, axis: at.left + axis};
      lanes.place({...at, left: at.left + axis - lanes.axis, top: lanesTop, fork});
      join?.place({...at, left: at.left + axis - join.axis, top: meetY + bandY});
    },
  };
};
