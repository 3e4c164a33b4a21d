/** Names of runs: made, recognised, and guessed from what a person typed. */
import {expect, test} from 'vitest';
import {isRunId, makeRunId, nearestRunIds} from '../../../src/journal/run-id.ts';

const atMs = Date.UTC(2026, 10, 23, 0, 19, 57, 123);

test('a name is the start in UTC, the runbook and six characters', () => {
  expect(makeRunId({atMs, slug: 'accidental_deletion', random: 'k7q2xw'})).toBe(
    '20261123t001957z-accidental-deletion-k7q2xw',
  );
});

test.each([
  ['Ünlesbar/../etc', '20261123t001957z-nlesbar-etc-k7q2xw'],
  ['***', '20261123t001957z-run-k7q2xw'],
  ['a'.repeat(90), `20261123t001957z-${'a'.repeat(40)}-k7q2xw`],
  [`${'a'.repeat(39)}-b`, `20261123t001957z-${'a'.repeat(39)}-k7q2xw`],
])('whatever a runbook is called, the name may stand in a path: %s', (slug, id) => {
  expect(makeRunId({atMs, slug, random: 'k7q2xw'})).toBe(id);
});

test('characters that are not drawn from a-z and 2-7 are a fault of ours', () => {
  expect(() => makeRunId({atMs, slug: 'x', random: 'K7Q2XW'})).toThrow('fault in Lifeboat');
});

test.each([
  '',
  '..',
  '20261123t001957z',
  '20261123t001957z-x-k7q2x',
  '20261123t001957z-x-k7q2xw/..',
  '20261123T001957Z-x-k7q2xw',
])('other names are no names of runs: "%s"', text => {
  expect(isRunId(text)).toBe(false);
});

test('the nearest names are those that share most with what was typed', () => {
  const ids = [
    '20261123t001957z-accidental-deletion-k7q2xw',
    '20261123t001957z-breach-aaaaaa',
    '20260101t000000z-breach-bbbbbb',
  ];

  expect(nearestRunIds('accidental-deletoin', ids)).toEqual([ids[0]]);
  expect(nearestRunIds('xyz', ids)).toEqual([]);
});
