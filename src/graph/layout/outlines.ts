/** The outline of every shape as an element of SVG. */
import type {NodeShape} from '../graph.ts';
import {bottomOf, type Rect, rightOf} from './geometry.ts';

/** Draws the outline of a node with the classes that it has. */
export const outlineOf = (shape: NodeShape, rect: Rect, classes: string): string => {
  const round = {radius: rect.height / 2, classes};
  switch (shape) {
    case 'action':
      return box(rect, {radius: 2, classes});
    case 'instant':
      return box(rect, {radius: 8, classes});
    case 'start':
      return box(rect, round);
    case 'end':
      return `${box(rect, round)}${box(inside(rect, 4), {radius: rect.height / 2 - 4, classes})}`;
    case 'check':
      return `${box(rect, {radius: 2, classes})}${box(inside(rect, 8, 0), {radius: 0, classes})}`;
    case 'fork':
    case 'join':
      return `${box(rect, {radius: 2, classes})}${box({...rect, top: bottomOf(rect) - 3, height: 3}, {radius: 1, classes})}`;
    case 'prompt':
    case 'decision':
    case 'gate':
    case 'milestone':
    case 'loop':
    case 'held':
      return polygon(cornersOf(shape, rect), classes);
  }
};

type Corner = readonly [x: number, y: number];

/** The shapes of ISO 5807 where it has one: manual input, decision, loop limit. */
const cornersOf = (
  shape: 'prompt' | 'decision' | 'gate' | 'milestone' | 'loop' | 'held',
  rect: Rect,
): readonly Corner[] => {
  const {left, top, height} = rect;
  const [right, bottom, middle] = [rightOf(rect), bottomOf(rect), top + height / 2];
  switch (shape) {
    case 'prompt':
      return [
        [left, top + 9],
        [right, top],
        [right, bottom],
        [left, bottom],
      ];
    case 'decision':
    case 'gate':
      return [
        [left, middle],
        [left + 20, top],
        [right - 20, top],
        [right, middle],
        [right - 20, bottom],
        [left + 20, bottom],
      ];
    case 'milestone':
      return [
        [left, top],
        [right, top],
        [right - 14, middle],
        [right, bottom],
        [left, bottom],
        [left + 14, middle],
      ];
    case 'loop':
      return [
        [left + 10, top],
        [right - 10, top],
        [right, top + 10],
        [right, bottom],
        [left, bottom],
        [left, top + 10],
      ];
    case 'held':
      return [
        [left + 10, top],
        [right - 10, top],
        [right, top + 10],
        [right, bottom - 10],
        [right - 10, bottom],
        [left + 10, bottom],
        [left, bottom - 10],
        [left, top + 10],
      ];
  }
};

const polygon = (corners: readonly Corner[], classes: string): string =>
  `<polygon class="${classes}" points="${corners.map(([x, y]) => `${px(x)},${px(y)}`).join(' ')}"/>`;

type Look = {readonly radius: number; readonly classes: string};

const box = ({left, top, width, height}: Rect, {radius, classes}: Look): string =>
  `<rect class="${classes}" x="${px(left)}" y="${px(top)}" width="${px(width)}" height="${px(height)}" rx="${px(radius)}"/>`;

const inside = ({left, top, width, height}: Rect, x: number, y = x): Rect => ({
  left: left + x,
  top: top + y,
  width: width - 2 * x,
  height: height - 2 * y,
});

/** A length as it is written: tenths of a pixel are enough. */
export const px = (length: number): string => String(Math.round(length * 10) / 10);
