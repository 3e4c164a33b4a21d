/** Letters that count, as those of the ways of a step do. */
import {expect, test} from 'vitest';
import {letterAt} from '../../../src/paper/letters.ts';

test('after z comes aa, and after az comes ba', () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(letterAt)).toEqual('a b z aa ab az ba zz aaa'.split(' '));
});
