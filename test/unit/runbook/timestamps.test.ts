/** Times as people type them at three in the morning. */
import {expect, test} from 'vitest';
import {readMeasured, readTimestamp} from '../../../src/runbook/timestamps.ts';

/** Ten past three at night in Berlin. */
const berlin = {nowMs: Date.parse('2026-11-24T02:10:00Z'), zoneOffsetMinutes: 60};

const read = (text: string, place = berlin) => {
  const result = readTimestamp(text, place);
  return result.ok ? result.value : `! ${result.reason}`;
};

test.each([
  ['02:47', '2026-11-24T01:47:00Z'],
  ['2:47:30', '2026-11-24T01:47:30Z'],
  ['23:50', '2026-11-23T22:50:00Z'],
  ['03:10', '2026-11-24T02:10:00Z'],
  ['03:11', '2026-11-24T02:11:00Z'],
  ['03:12', '2026-11-23T02:12:00Z'],
  ['yesterday 02:47', '2026-11-23T01:47:00Z'],
  ['today 23:50', '2026-11-24T22:50:00Z'],
  ['20m ago', '2026-11-24T01:50:00Z'],
  ['1h 30m ago', '2026-11-24T00:40:00Z'],
  ['now', '2026-11-24T02:10:00Z'],
  ['2026-11-24T02:47:00Z', '2026-11-24T02:47:00Z'],
  ['2026-11-24T02:47:00.123456Z', '2026-11-24T02:47:00.123456Z'],
  ['2026-11-24T02:47:00+02:00', '2026-11-24T00:47:00Z'],
  ['2026-11-24 02:47:00.5-0330', '2026-11-24T06:17:00.5Z'],
  ['2026-11-24 02:47:00+00', '2026-11-24T02:47:00Z'],
  ['2026-11-24 02:47:00 UTC', '2026-11-24T02:47:00Z'],
  ['2026-11-24 02:47', '2026-11-24T01:47:00Z'],
])('%s is %s', (typed, kept) => {
  expect(read(typed)).toBe(kept);
});

test.each(['soon', '25:00', '02:60', '2026-02-30T00:00:00Z', '2026-11-24', 'x ago', '02.47', '2026-13-01 00:00'])(
  '%s is refused',
  typed => {
    expect(read(typed)).toMatch(/^! "?.*/);
  },
);

test('west of Greenwich the day begins later', () => {
  const newYork = {nowMs: Date.parse('2026-11-24T02:10:00Z'), zoneOffsetMinutes: -300};

  expect(read('20:30', newYork)).toBe('2026-11-24T01:30:00Z');
  expect(read('22:30', newYork)).toBe('2026-11-23T03:30:00Z');
});

test('what a program measured has an offset', () => {
  expect(readMeasured(' 2026-11-24 02:47:00.5+00\n')).toEqual({ok: true, value: '2026-11-24T02:47:00.5Z'});
  expect(readMeasured('2026-11-24 02:47:00').ok).toBe(false);
  expect(readMeasured('02:47').ok).toBe(false);
});
