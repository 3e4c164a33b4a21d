/** Lines as text with the terminal's own codes: for the frame that is drawn before Ink is loaded, and looks as Ink draws it. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Line, Span} from './line.ts';
import {type Look, lookOf} from './looks.ts';

const csi = '\u001b[';

/** Together in one frame, for terminals that know these; the others draw as the text comes. */
const frameBegins = `${csi}?2026h`;
const frameEnds = `${csi}?2026l`;

const home = `${csi}H`;
/** Nothing at all, with the cursor where Ink begins. */
export const blankScreen = `${csi}2J${home}`;

const eraseLine = `${csi}K`;

const colours = {black: 0, red: 1, green: 2, yellow: 3, cyan: 6, white: 7} as const;
const foreground = 30;
const background = 40;

/**
 * A whole frame, line by line from the top; afterwards the cursor is at home, where Ink begins. Each line is erased before
 * it is written: behind a full line that would take its last character away.
 */
export const paint = (lines: readonly Line[], {colour}: {readonly colour: boolean}): string => {
  const drawn = lines.map(line => eraseLine + line.map(span => paintSpan(span, colour)).join(''));
  return `${frameBegins}${home}${drawn.join('\r\n')}${home}${frameEnds}`;
};

const paintSpan = ({text, tone, inverse = false}: Span, colour: boolean): string => {
  const shown = showForeignLine(text);
  const codes = colour ? codesOf(lookOf(tone), inverse) : [];
  return codes.length === 0 ? shown : `${csi}${codes.join(';')}m${shown}${csi}0m`;
};

const codesOf = (look: Look, inverse: boolean): readonly number[] => {
  const {bold, dimColor, underline, color, backgroundColor} = look;
  return [
    ...(bold ? [1] : []),
    ...(dimColor ? [2] : []),
    ...(underline ? [4] : []),
    ...(inverse ? [7] : []),
    ...(color === undefined ? [] : [foreground + colours[color]]),
    ...(backgroundColor === undefined ? [] : [background + colours[backgroundColor]]),
  ];
};
