/** Canonical JSON: one spelling for one value, whatever the order of its members, stable under reading and writing. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Json} from '../../src/base/canonical-json.ts';
import {canonicalJson} from '../../src/base/canonical-json.ts';

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
    {numRuns: 500},
  );
});

test('the order of members makes no difference', () => {
  fc.assert(
    fc.property(values, value => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
    {numRuns: 500},
  );
});
