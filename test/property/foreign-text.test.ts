/** What holds for every text that somebody else may have written. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {showForeignLine, showForeignText} from '../../src/base/foreign-text.ts';

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
const foreign = fc.array(unit, {maxLength: 12}).map(parts => parts.join(''));

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

const isDangerous = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return dangerous.some(([from, to]) => code >= from && code <= to);
};

test('nothing that is shown can move the cursor, hide or change direction', () => {
  fc.assert(
    fc.property(foreign, text => ![...showForeignText(text)].some(isDangerous)),
    {numRuns: 1_000},
  );
});

test('showing what was shown changes nothing', () => {
  fc.assert(
    fc.property(foreign, text => {
      const once = showForeignText(text);
      expect(showForeignText(once)).toBe(once);
      expect(showForeignLine(showForeignLine(text))).toBe(showForeignLine(text));
    }),
    {numRuns: 1_000},
  );
});

test('a line stays one line', () => {
  fc.assert(
    fc.property(foreign, text => !/[\n\t]/.test(showForeignLine(text))),
    {numRuns: 1_000},
  );
});

test('letters, digits, punctuation and box drawing are left alone', () => {
  const ordinary = fc.string({unit: fc.constantFrom(...'abcXYZ019 .,:;-_äöüß東京─│█░✔✘▶·'), maxLength: 40});
  fc.assert(fc.property(ordinary, text => showForeignText(text) === text));
});
