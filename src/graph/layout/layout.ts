/** A graph on a page: every node, frame and way in its place. */
import type {Graph} from '../graph.ts';
import type {Placing} from './box.ts';
import {column} from './column.ts';
import type {Layout} from './geometry.ts';

/** Wider pictures are scaled down by whatever shows them, until nobody can read them. */
const widthMax = 1_150;

/** Lays a graph out from the upper left corner that is given. */
export const layoutOf = (graph: Graph, {left, top}: {readonly left: number; readonly top: number}): Layout => {
  const box = column(graph.items, widthMax);
  const into: Placing = {nodes: new Map(), clusters: new Map(), ways: new Map()};
  box.place({left, top, around: [], into});
  return {...into, width: left + box.width, height: top + box.height};
};
