/** Canonical JSON: one spelling for one value, whatever the order of its members, stable under reading and writing. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Json} from '../../src/base/canonical-json.ts';
import {canonicalJson} from '../../src/base/canonical-json.ts';
import {casesOf} from '../support/case-count.ts';

const runs = casesOf({sample: 500, full: 25_000});

const values = fc
  .jsonValue({stringUnit: 'binary', maxDepth: 5})
  .map((value): Json => JSON.parse(JSON.stringify(value)));

const reversed = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(reversed)
    : JSON.parse(
        `{${Object.entries(value)
          .toReversed()
          .map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(reversed(member ?? null))}`)
          .join(',')}}`,
      );
};

test('reading it and writing it again changes nothing', () => {
  fc.assert(
    fc.property(values, value => {
      const text = canonicalJson(value);

      expect(JSON.parse(text)).toEqual(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
    {numRuns: runs},
  );
});

test('the order of members makes no difference', () => {
  fc.assert(
    fc.property(values, value => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
    {numRuns: runs},
  );
});

test('members stand in the order of their names, also those whose names JavaScript moves or takes for itself', () => {
  const name = fc.oneof(
    fc.constantFrom('10', '9', '0', '-1', '__proto__', 'constructor', 'ä', '🔑', '', 'b'),
    fc.string(),
  );
  const members = fc.uniqueArray(fc.tuple(name, fc.integer()), {maxLength: 40, selector: ([key]) => key});
  fc.assert(
    fc.property(members, list => {
      const json = list.map(([key, value]) => `${JSON.stringify(key)}:${value}`);
      const sorted = list
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${JSON.stringify(key)}:${value}`);

      expect(canonicalJson(JSON.parse(`{"in":{${json.join(',')}}}`))).toBe(`{"in":{${sorted.join(',')}}}`);
    }),
    {numRuns: runs},
  );
});

test('half a character is a fault of ours, in a name as in a text', () => {
  for (const value of ['\ud83d', ['\udd11'], {'\ud83d': 1}, {'10': '\ud83d'}]) {
    expect(() => canonicalJson(value)).toThrow('half a character');
  }
  expect(canonicalJson({'\\ud83d': '🔑'})).toBe('{"\\\\ud83d":"🔑"}');
});
