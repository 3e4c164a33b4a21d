/** One line of the screen as data: what it says and in which tone; panes are lists of them, so that height is known before drawing. */
import {showForeignLine, showForeignText} from '../base/foreign-text.ts';
import {cut, widthOf, wrap} from './cells.ts';
import type {Tone} from './theme.ts';

export type Span = {readonly text: string; readonly tone?: Tone; readonly inverse?: boolean};

export type Line = readonly Span[];

export const blank: Line = [];

/** One span on a line of its own. The text may be foreign: it is shown, never obeyed. */
export const say = (text: string, tone: Tone = 'plain'): Line => [{text: showForeignLine(text), tone}];

/** A text over as many lines as it needs; what follows the first is indented. */
export const paragraph = (text: string, {width, tone = 'plain', indent = ''}: Paragraph): readonly Line[] =>
  wrap(showForeignText(text, {tabs: 'expand'}), width - indent.length).map(part => [{text: indent + part, tone}]);

export type Paragraph = {readonly width: number; readonly tone?: Tone; readonly indent?: string};

/** Left text and right text on one line; where both do not fit, the left one is cut. */
export const apart = (left: Line, right: Line, width: number): Line => {
  const rightWidth = lineWidth(right);
  const leftWidth = Math.max(0, width - rightWidth - (rightWidth > 0 ? 1 : 0));
  const short = cutLine(left, leftWidth);
  return [...short, {text: ' '.repeat(Math.max(0, width - lineWidth(short) - rightWidth))}, ...right];
};

export const lineWidth = (line: Line): number => line.reduce((cells, {text}) => cells + widthOf(text), 0);

/** The line itself where it fits, else its beginning and an ellipsis. */
export const cutLine = (line: Line, width: number): Line => {
  if (lineWidth(line) <= width) {
    return line;
  }
  const taken: Span[] = [];
  let room = width;
  for (const span of line) {
    const cells = widthOf(span.text);
    if (cells > room - 1) {
      return room > 0 ? [...taken, {...span, text: cut(`${span.text}…`, room)}] : taken;
    }
    taken.push(span);
    room -= cells;
  }
  return taken;
};

/** `height` lines from `offset` on; a last line says how many are below. */
export const windowOf = (
  lines: readonly Line[],
  height: number,
  {offset, more}: {offset: number; more: string},
): readonly Line[] => {
  const from = Math.max(0, Math.min(offset, lines.length - height));
  const shown = lines.slice(from, from + height);
  const below = lines.length - from - height;
  return below > 0 && height > 0 ? [...shown.slice(0, -1), say(`${more} ${below + 1} more (PgDn)`, 'quiet')] : shown;
};
