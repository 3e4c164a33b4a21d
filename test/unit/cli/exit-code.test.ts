/** How several drills exit: by the worst of them. */
import {expect, test} from 'vitest';
import {exitCodes, worstFirst, worstOf} from '../../../src/cli/exit-code.ts';

test('every exit code has its place among the others', () => {
  expect([...worstFirst].sort()).toEqual(Object.keys(exitCodes).sort());
});

test('a drill that failed is worse than one that could not be run, and that is worse than a missed objective', () => {
  expect(worstOf([0, 5, 4, 2])).toBe(4);
  expect(worstOf([5, 0, 2])).toBe(2);
  expect(worstOf([0, 5])).toBe(5);
  expect(worstOf([4, 9, 0])).toBe(9);
  expect(worstOf([9, 1])).toBe(1);
  expect(worstOf([])).toBe(0);
});
