/** The measures of a picture, and what is known of something before it is placed. */
import type {PlacedCluster, PlacedNode, PlacedWay} from './geometry.ts';

export const labelSize = 12;
export const labelHeight = 15;

/** Between two nodes: room for an arrow and a corner. */
export const gapY = 32;
export const gapX = 26;
/** Where ways part and meet. */
export const bandY = 20;
export const padding = 16;
/** Room beside a block for a line that leads back or past it. */
export const channel = 16;
export const labelWidthMin = 120;
export const labelWidthMax = 230;
/** Left and right of ways that stand below each other. */
export const rail = {left: 34, right: 22};

/** What has been placed so far. */
export type Placing = {
  readonly nodes: Map<string, PlacedNode>;
  readonly clusters: Map<string, PlacedCluster>;
  readonly ways: Map<string, PlacedWay>;
};

/** Something of known size; `axis` is where its line runs, from its left edge. */
export type Box = {
  readonly width: number;
  readonly height: number;
  readonly axis: number;
  readonly place: (at: At) => void;
};

/** Where something is placed, and in what. */
export type At = {
  readonly left: number;
  readonly top: number;
  readonly around: readonly string[];
  readonly into: Placing;
};
