/** JSON as it is printed: whatever texts it holds, nothing in it acts on a terminal, and it says the same. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {canonicalJson, type Json} from '../../src/base/canonical-json.ts';
import {escapedJson, printedJson} from '../../src/base/printed-json.ts';
import {casesOf} from '../support/case-count.ts';

const numRuns = casesOf({sample: 1_000, full: 50_000});

/** Controls but the line feeds of an indent, whatever is invisible or turns a line round, and halves of a pair. */
const raw = /(?!\n)[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cs}\u2028\u2029]/u;

const characters = fc.oneof(
  fc.string({unit: 'binary', minLength: 1, maxLength: 1}),
  fc.constantFrom('\u009b', '\x7f', '\x1b', '\u202e', '\u2066', '\u061c', '\u200b', '\ufeff', '\u2028', '\u00ad'),
  fc.constantFrom('\\', '"', '\\u009b', 'u009b', '\ud800', '\u{e0041}', '\u{1f44d}', '\n'),
);
const texts = fc.array(characters, {maxLength: 20}).map(parts => parts.join(''));
// V8 takes a key with an escape for one that it has seen with a backslash: in Node 24.21 JSON.parse('{"x":0,"\\u0041":0}') after
// JSON.parse('{"x":0,"\\\\":0}') has the key of the first. No text that we print can keep it from that.
const keys = texts.map(text => text.replaceAll('\\', '/'));
const values = fc.dictionary(keys, fc.oneof(texts, fc.array(texts), fc.integer()), {
  maxKeys: 4,
  noNullPrototype: true,
});

test('no character of it acts or hides, and it parses to the same value', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(0, 2), (value, indent) => {
      const printed = printedJson(value, indent);

      expect(printed).not.toMatch(raw);
      expect(JSON.parse(printed)).toEqual(value);
    }),
    {numRuns},
  );
});

test('a fact that is printed is the fact that stands in the journal', () => {
  const wellFormed = values.map((value): Json => JSON.parse(JSON.stringify(value, (_, one) => madeWhole(one))));
  fc.assert(
    fc.property(wellFormed, fact => {
      const recorded = canonicalJson(fact);
      const printed = escapedJson(recorded);

      expect(printed).not.toMatch(raw);
      expect(printed).not.toContain('\n');
      expect(canonicalJson(JSON.parse(printed))).toBe(recorded);
    }),
    {numRuns},
  );
});

/** Half a character is refused before anything is recorded. */
const madeWhole = (one: unknown): unknown => {
  if (typeof one === 'string') {
    return one.toWellFormed();
  }
  return typeof one === 'object' && one !== null && !Array.isArray(one)
    ? Object.fromEntries(Object.entries(one).map(([name, member]) => [name.toWellFormed(), member]))
    : one;
};
