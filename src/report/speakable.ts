/** Text for ears: symbols that a screen reader spells out by their long names, or passes over, are written as ASCII. */

// Bullets and the ellipsis, arrows, control pictures, box drawing, blocks, geometric shapes, dingbats, braille (spinners).
const symbols = /[\u2022-\u2026\u2190-\u21ff\u2400-\u243f\u2500-\u25ff\u2700-\u28ff\u2900-\u297f\u2b00-\u2bff]/gu;

/** What stands for such a symbol in a text where only its meaning counts: titles, reasons, what programs print. */
export const speakable = (text: string): string => text.replace(symbols, meaningOf);

/** The same where every character counts, as in an argv or a text to paste: spelled by its code, so that nobody takes it for another. */
export const speakableExactly = (text: string): string =>
  text.replace(symbols, symbol => pictured(symbol) ?? `\\u{${codeOf(symbol).toString(16)}}`);

const codeOf = (symbol: string): number => symbol.codePointAt(0) ?? 0;

/** Ranges from and to, the first that fits counts. */
const meanings = [
  [0x2026, 0x2026, '...'],
  [0x2190, 0x2190, '<-'],
  [0x2194, 0x2194, '<->'],
  [0x2191, 0x2191, '^'],
  [0x2193, 0x2193, 'v'],
  [0x2190, 0x21ff, '->'],
  [0x2500, 0x2501, '-'],
  [0x2502, 0x2503, '|'],
  [0x2550, 0x2550, '='],
  [0x2551, 0x2551, '|'],
  [0x2504, 0x250b, '-'],
  [0x2500, 0x257f, '+'],
  [0x2580, 0x259f, '#'],
  [0x2705, 0x2705, '[yes]'],
  [0x2713, 0x2714, '[yes]'],
  [0x274c, 0x274c, '[no]'],
  [0x2715, 0x2718, '[no]'],
  [0x2794, 0x27be, '->'],
  [0x27f0, 0x27ff, '->'],
  [0x2900, 0x297f, '->'],
] as const;

const meaningOf = (symbol: string): string => {
  const code = codeOf(symbol);
  return pictured(symbol) ?? meanings.find(([from, to]) => code >= from && code <= to)?.[2] ?? '*';
};

/** The picture of a control character, as ours of the escape, in the way in which the others are spelled. */
const pictured = (symbol: string): string | undefined => {
  const code = codeOf(symbol) - 0x2400;
  return code >= 0 && code <= 0x3f ? `\\x${code.toString(16).padStart(2, '0')}` : undefined;
};
