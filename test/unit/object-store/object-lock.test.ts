/** What of a store's object lock counts as a lock against somebody with stolen keys. */
import {expect, test} from 'vitest';
import {allLockedUntil, lockedUntilOf} from '../../../src/object-store/object-lock.ts';

const until = '2026-12-31T03:10:15Z';

test.each([
  ['COMPLIANCE', until, until],
  ['GOVERNANCE', until, null],
  [undefined, until, null],
  ['COMPLIANCE', undefined, null],
])('in the mode %s until %s it is locked until %s', (mode, retained, locked) => {
  expect(lockedUntilOf({'x-amz-object-lock-mode': mode, 'x-amz-object-lock-retain-until-date': retained})).toBe(locked);
});

test('of several the earliest counts, and one without a lock leaves none', () => {
  expect(allLockedUntil([until, '2026-12-30T23:00:00-05:00', '2026-12-30T23:30:00Z'])).toBe('2026-12-30T23:30:00Z');
  expect(allLockedUntil([until, null])).toBeNull();
  expect(allLockedUntil([])).toBeNull();
});
