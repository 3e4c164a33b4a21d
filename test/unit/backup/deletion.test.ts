/** The time of a commit is written one way, whoever read it. */
import {expect, test} from 'vitest';
import {inMicroseconds} from '../../../src/backup/deletion.ts';

test('a time with zeros at the end of its fraction is written like any other', () => {
  expect(inMicroseconds('2026-11-24T13:30:57.70123Z')).toBe('2026-11-24T13:30:57.701230Z');
  expect(inMicroseconds('2026-11-24T13:30:57.701230Z')).toBe('2026-11-24T13:30:57.701230Z');
  expect(inMicroseconds('2026-11-24T13:30:57Z')).toBe('2026-11-24T13:30:57.000000Z');
});

test('earlier is smaller as a text too, so deletions are listed oldest first', () => {
  const times = ['2026-11-24T13:30:57.70123Z', '2026-11-24T13:30:57.7Z', '2026-11-24T13:30:57Z'].map(inMicroseconds);
  expect([...times].sort()).toEqual([times[2], times[1], times[0]]);
});
