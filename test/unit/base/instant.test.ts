/** Which texts are an instant, the same on every host. */
import {expect, test} from 'vitest';
import {parseInstantMs} from '../../../src/base/instant.ts';

test.each([
  ['2026-11-24T02:47:00Z', '2026-11-24T02:47:00.000Z'],
  ['2026-11-24t02:47:00z', '2026-11-24T02:47:00.000Z'],
  ['2026-11-24T02:47:00.25+01:00', '2026-11-24T01:47:00.250Z'],
  ['2028-02-29T23:59:59-09:30', '2028-03-01T09:29:59.000Z'],
])('%s is %s', (text, instant) => {
  expect(new Date(parseInstantMs(text) ?? Number.NaN).toISOString()).toBe(instant);
});

test.each([
  ['a day that does not exist', '2026-02-30T00:00:00Z'],
  ['a month that does not exist', '2026-13-01T00:00:00Z'],
  ['an hour that does not exist', '2026-11-24T24:00:00Z'],
  ['no seconds', '2026-11-24T02:47Z'],
  ['no offset', '2026-11-24T02:47:00'],
  ['an offset without minutes', '2026-11-24T02:47:00+01'],
  ['a blank for T', '2026-11-24 02:47:00Z'],
  ['a day alone', '2026-11-24'],
  ['something behind it', '2026-11-24T02:47:00Z or so'],
  ['a word', 'tonight'],
])('with %s it is none: %s', (_what, text) => {
  expect(parseInstantMs(text)).toBeUndefined();
});
