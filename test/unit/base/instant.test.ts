/** Which texts are an instant, the same on every host. */
import {expect, test} from 'vitest';
import {instantInUtc} from '../../../src/base/instant.ts';

test.each([
  ['2026-11-24T02:47:00Z', '2026-11-24T02:47:00Z'],
  ['2026-11-24t02:47:00z', '2026-11-24T02:47:00Z'],
  ['2026-11-24T02:47Z', '2026-11-24T02:47:00Z'],
  ['2026-11-24T02:47-02:00', '2026-11-24T04:47:00Z'],
  ['2026-11-24T02:47:00.25+01:00', '2026-11-24T01:47:00.25Z'],
  ['2028-02-29T23:59:59-09:30', '2028-03-01T09:29:59Z'],
  ['2026-11-24 02:47:00.123456+00', '2026-11-24T02:47:00.123456Z'],
  ['2026-11-24 02:47:00+0530', '2026-11-23T21:17:00Z'],
  ['2026-11-24 02:47:00 UTC', '2026-11-24T02:47:00Z'],
  ['2026-11-24 02:47:00 +0000 UTC', '2026-11-24T02:47:00Z'],
  ['Tue, 24 Nov 2026 02:47:00 GMT', '2026-11-24T02:47:00Z'],
  ['Tue, 24 Nov 2026 02:47:00 +0100', '2026-11-24T01:47:00Z'],
  ['Tue Nov 24 02:47:00 UTC 2026', '2026-11-24T02:47:00Z'],
  ['Tue Nov  3 02:47:00 GMT 2026', '2026-11-03T02:47:00Z'],
])('%s is %s', (text, instant) => {
  expect(instantInUtc(text)).toEqual({ok: true, value: instant});
});

test.each([
  ['a day that does not exist', '2026-02-30T00:00:00Z'],
  ['a month that does not exist', '2026-13-01T00:00:00Z'],
  ['an hour that does not exist', '2026-11-24T24:00:00Z'],
  ['an offset that does not exist', '2026-11-24T02:47:00+99:99'],
  ['an offset that is two', '2026-11-24 02:47:00 +0100 UTC'],
  ['no offset', '2026-11-24T02:47:00'],
  ['no offset and no seconds', '2026-11-24T02:47'],
  ['a day alone', '2026-11-24'],
  ['something behind it', '2026-11-24T02:47:00Z or so'],
  ['a word', 'tonight'],
  ['a day of HTTP that does not exist', 'Mon, 30 Feb 2026 02:47:00 GMT'],
  ['another day of the week', 'Mon, 24 Nov 2026 02:47:00 GMT'],
  ['HTTP without an offset', 'Tue, 24 Nov 2026 02:47:00'],
  ['a zone that has two meanings', 'Tue Nov 24 02:47:00 CST 2026'],
  ['date without a zone', 'Tue Nov 24 02:47:00 2026'],
])('with %s it is none: %s', (_what, text) => {
  expect(instantInUtc(text).ok).toBe(false);
});
