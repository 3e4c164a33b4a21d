/** Lines as text with the terminal's own codes: for the frame that is drawn before Ink is loaded, and looks as Ink draws it. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Line, Span} from './line.ts';
import {looks} from './theme.ts';

const csi = '\u001b[';

/** Together in one frame, for terminals that know these; the others draw as the text comes. */
const frameBegins = `${csi}?2026h`;
const frameEnds = `${csi}?2026l`;

const home = `${csi}H`;
/** Nothing at all, with the cursor where Ink begins. */
export const blankScreen = `${csi}2J${home}`;

const eraseLine = `${csi}K`;

const colours: {readonly [name: string]: number} = {red: 31, green: 32, yellow: 33, cyan: 36};

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
  const codes = colour ? codesOf(tone ?? 'plain', inverse) : [];
  return codes.length === 0 ? shown : `${csi}${codes.join(';')}m${shown}${csi}0m`;
};

const codesOf = (tone: keyof typeof looks, inverse: boolean): readonly number[] => {
  const {bold, dimColor, color} = looks[tone];
  return [
    ...(bold ? [1] : []),
    ...(dimColor ? [2] : []),
    ...(inverse ? [7] : []),
    ...(color === undefined ? [] : [colours[color] ?? 39]),
  ];
};
