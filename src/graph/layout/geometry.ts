/** Where things of a picture are, in pixels from its upper left corner. */
import type {Cluster, GraphNode} from '../graph.ts';

export type Point = {readonly x: number; readonly y: number};

export type Rect = {readonly left: number; readonly top: number; readonly width: number; readonly height: number};

export type TextLine = {readonly text: string; readonly style: 'mark' | 'title' | 'note'};

export type PlacedNode = Rect & {
  readonly node: GraphNode;
  readonly lines: readonly TextLine[];
  /** The clusters around it, the innermost first. */
  readonly around: readonly string[];
};

export type PlacedCluster = Rect & {
  readonly cluster: Cluster;
  readonly around: readonly string[];
  readonly titleLines: readonly string[];
  /** The line that ways come in and go out on. */
  readonly axis: number;
};

/** A way or a lane in its place: where it is entered and left, and where its fork parts and meets. */
export type PlacedWay = PlacedCluster & {
  /** Ways stand side by side, or below each other where that would be too wide. */
  readonly arranged: 'beside' | 'below';
  readonly labelTop: number;
  /** The height at which the line comes in, when ways stand below each other. */
  readonly entryY: number;
  readonly exitY: number;
  readonly fork: {
    readonly splitY: number;
    readonly meetY: number;
    readonly axis: number;
    readonly leftRail: number;
    readonly rightRail: number;
  };
};

export type Layout = {
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  readonly clusters: ReadonlyMap<string, PlacedCluster>;
  readonly ways: ReadonlyMap<string, PlacedWay>;
  readonly width: number;
  readonly height: number;
};

export const centreOf = ({left, top, width, height}: Rect): Point => ({x: left + width / 2, y: top + height / 2});

export const bottomOf = ({top, height}: Rect): number => top + height;

export const rightOf = ({left, width}: Rect): number => left + width;
