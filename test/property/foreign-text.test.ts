/** What holds for every text that somebody else may have written. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {showForeignLine, showForeignText} from '../../src/base/foreign-text.ts';
import {casesOf} from '../support/case-count.ts';
import {foreign, isDangerous} from '../support/foreign.ts';

/** Of each property; together they are the 100,000 of docs/testing.md. */
const runs = casesOf({sample: 1_000, full: 25_000});

test('nothing that is shown can move the cursor, hide or change direction', () => {
  fc.assert(
    fc.property(foreign, text => ![...showForeignText(text)].some(isDangerous)),
    {numRuns: runs},
  );
});

/** How a character may be shown: as it is, or in one of the spellings of the manual. */
const spellings = (character: string): readonly string[] => {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return [character, `\\x${hex.padStart(2, '0')}`, `\\u{${hex}}`, ...(character === '\x1b' ? ['␛'] : [])];
};

test('nothing is lost: every character is shown, as it is or spelled out, in its order, and nothing is added', () => {
  fc.assert(
    fc.property(foreign, text => {
      const shown = showForeignText(text);
      let at = 0;
      for (const character of text.replaceAll('\r\n', '\n')) {
        // The longest: a character that stands for itself is no beginning of its spelling.
        const spelled = spellings(character).find(way => shown.startsWith(way, at));
        if (spelled === undefined) {
          expect.fail(`${JSON.stringify(character)} is not shown in ${JSON.stringify(shown)} at ${at}`);
        }
        at += spelled.length;
      }
      expect(at).toBe(shown.length);
    }),
    {numRuns: runs},
  );
});

/** What a terminal would obey: Ink lets eleven of them through. */
const obeyed: readonly (readonly [string, string])[] = [
  ['a window title', '\x1b]0;owned\x07'],
  ['a write to the clipboard', '\x1b]52;c;cm0gLXJm\x07'],
  ['a link that says another address', '\x1b]8;;https://evil.example\x1b\\\\bank\x1b]8;;\x1b\\\\'],
  ['text that is concealed', '\x1b[8mhidden\x1b[0m'],
  ['a cleared screen', '\x1b[2J\x1b[H'],
  ['a moved cursor', '\x1b[5A'],
  ['a carriage return', 'all went wrong\rall went well '],
  ['backspaces', 'no\b\byes'],
  ['a control of C1', '\x9b2J'],
  ['text from right to left', '\u202egnp.exe'],
  ['an isolated direction', '\u2066x\u2069'],
  ['zero width', 'a\u200bb\u2060c\ufeffd'],
  ['DEL', 'a\x7fb'],
  ['ENQ', '\x05'],
  ['NUL and BEL', '\0\x07'],
  ['a string for the device', '\x1bP+q544e\x1b\\\\'],
];

test.each(obeyed)('%s is shown and not obeyed', (_what, text) => {
  for (const shown of [showForeignText(text), showForeignLine(text)]) {
    expect(shown).not.toBe(text);
    expect([...shown].filter(isDangerous)).toEqual([]);
  }
});

test('showing what was shown changes nothing', () => {
  fc.assert(
    fc.property(foreign, text => {
      const once = showForeignText(text);
      expect(showForeignText(once)).toBe(once);
      expect(showForeignLine(showForeignLine(text))).toBe(showForeignLine(text));
    }),
    {numRuns: runs},
  );
});

test('a line stays one line', () => {
  fc.assert(
    fc.property(foreign, text => !/[\n\t]/.test(showForeignLine(text))),
    {numRuns: runs},
  );
});

test('letters, digits, punctuation and box drawing are left alone', () => {
  const ordinary = fc.string({unit: fc.constantFrom(...'abcXYZ019 .,:;-_äöüß東京─│█░✔✘▶·'), maxLength: 40});
  fc.assert(
    fc.property(ordinary, text => showForeignText(text) === text),
    {numRuns: runs},
  );
});
