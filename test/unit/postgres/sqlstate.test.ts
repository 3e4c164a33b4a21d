/** Error codes in words, the exact code before its class. */

import {expect, test} from 'vitest';
import {explainSqlstate} from '../../../src/postgres/sqlstate.ts';

test('a code has its own words, else those of its class, else none', () => {
  expect(explainSqlstate('55P03')).toContain('pg_stat_activity');
  expect(explainSqlstate('23P01')).toBe('a constraint does not allow it');
  expect(explainSqlstate('P0001')).toBeNull();
  expect(explainSqlstate(null)).toBeNull();
});
