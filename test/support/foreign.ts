/** Random texts as somebody else may have written them, and what of them must never reach a terminal. */
import fc from 'fast-check';

const unit = fc.oneof(
  fc.string({unit: 'binary', maxLength: 4}),
  fc.constantFrom(
    '\x1b[31m',
    '\x9b',
    '\u202E',
    '\u200D',
    '\uFEFF',
    '\r',
    '\r\n',
    '\n',
    '\t',
    '\ud800',
    '\u2028',
    '\u{E0001}',
    '☎\uFE0F',
  ),
  fc.integer({min: 0, max: 0xffff}).map(code => String.fromCharCode(code)),
);
/** Pieces that a terminal obeys, halves of characters, and whatever else there is. */
export const foreign = fc.array(unit, {maxLength: 12}).map(parts => parts.join(''));

/** Written apart from the product's own pattern: code points that must never reach a terminal, from and to. */
const dangerous = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2069],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xe0000, 0xe007f],
] as const;

/** Whether a terminal would obey the character, or show nothing of it. */
export const isDangerous = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return dangerous.some(([from, to]) => code >= from && code <= to);
};
