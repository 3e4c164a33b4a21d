/** How large a node is, and which lines stand in it. */
import type {GraphNode, NodeShape} from '../graph.ts';
import {linesOf} from '../node-lines.ts';
import {widthOf, wrapPixels} from '../wrap.ts';
import type {TextLine} from './geometry.ts';

export const fontSizes = {mark: 11, title: 13, note: 11} as const;

export const lineHeights = {mark: 16, title: 17, note: 15} as const;

/** Wide enough for a title of six words in two lines. */
const widthMax = 290;

/** What a shape takes from the text at each side, and above and below it. */
const insets: {readonly [S in NodeShape]: {readonly x: number; readonly y: number}} = {
  start: {x: 18, y: 7},
  action: {x: 12, y: 9},
  prompt: {x: 12, y: 14},
  decision: {x: 26, y: 10},
  check: {x: 20, y: 9},
  instant: {x: 14, y: 8},
  milestone: {x: 24, y: 9},
  end: {x: 22, y: 11},
  loop: {x: 18, y: 9},
  fork: {x: 14, y: 6},
  join: {x: 14, y: 6},
  gate: {x: 26, y: 8},
  held: {x: 18, y: 10},
};

export type NodeBox = {readonly width: number; readonly height: number; readonly lines: readonly TextLine[]};

/** Wraps what stands in a node and makes it as wide as its longest line. */
export const nodeBox = (node: GraphNode): NodeBox => {
  const {x, y} = insets[node.shape];
  const {title, notes, marks} = linesOf(node);
  const texts: readonly TextLine[] = [
    ...marks.map(text => ({text, style: 'mark'}) as const),
    {text: title, style: 'title'},
    ...notes.map(text => ({text, style: 'note'}) as const),
  ];
  const lines = texts.flatMap(({text, style}) =>
    wrapPixels(text, {widthMax: widthMax - 2 * x, fontSize: fontSizes[style]}).map(part => ({text: part, style})),
  );
  const widest = Math.max(...lines.map(({text, style}) => widthOf(text, fontSizes[style])));
  const textHeight = lines.reduce((sum, {style}) => sum + lineHeights[style], 0);
  return {width: Math.ceil(widest) + 2 * x, height: textHeight + 2 * y, lines};
};
