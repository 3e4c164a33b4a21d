/** Times as they are said in sentences. */
import {expect, test} from 'vitest';
import {dayAndTime, titleWords} from '../../../src/report/words.ts';

test('an instant has its day where that is another one', () => {
  const nowMs = Date.parse('2026-11-29T18:28:00Z');
  expect(dayAndTime(Date.parse('2026-11-29T02:47:00Z'), nowMs)).toBe('02:47:00');
  expect(dayAndTime(Date.parse('2026-11-28T23:59:00Z'), nowMs)).toBe('2026-11-28 23:59:00');
});

test('a drill of a variant is called by its name, and no other run is', () => {
  expect(titleWords('A table is gone', 'standby_is_late')).toBe('A table is gone, variant standby_is_late');
  expect(titleWords('A table is gone', undefined)).toBe('A table is gone');
  expect(titleWords('A table is gone', null)).toBe('A table is gone');
});
