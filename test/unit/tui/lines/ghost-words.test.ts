/** Times as short as a list of steps has room for. */
import {expect, test} from 'vitest';
import {shortTime} from '../../../../src/tui/lines/ghost-words.ts';

test.each([
  [400, '0s'],
  [59_400, '59s'],
  [59_600, '59s'],
  [60_000, '1m'],
  [390_000, '6m30s'],
  [599_900, '9m59s'],
  [600_000, '10m'],
  [720_000, '12m'],
  [3_599_999, '59m'],
  [3_600_000, '1h00m'],
  [3_900_000, '1h05m'],
  [90_000_000, '25h00m'],
])('%i ms are %s', (durationMs, words) => {
  expect(shortTime(durationMs)).toBe(words);
});
