/** What a finding says in words. */
import {expect, test} from 'vitest';
import {cannotSee, someOf} from '../../../../src/lab/oracle/finding.ts';

test('what cannot be seen is not well, and says why', () => {
  expect(cannotSee('no_orphans', 'relation "orders" does not exist')).toEqual({
    name: 'no_orphans',
    ok: false,
    detail: 'this cannot be looked at: relation "orders" does not exist',
  });
});

test('of many differences some are told, with their number', () => {
  expect(someOf(['a', 'b', 'c', 'd'])).toBe('a; b; c; d');
  expect(someOf(['a', 'b', 'c', 'd', 'e'])).toBe('5 differences; a; b; c; d');
});
