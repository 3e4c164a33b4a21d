/** Durations as people read them. */
import {expect, test} from 'vitest';
import {spellDurationMs} from '../../../src/base/duration.ts';

test('a duration that somebody wrote down is spelled without what is nothing', () => {
  const spelled = [0, 10_000, 90_000, 120_000, 3_600_000, 5_400_000, 90_000_000].map(spellDurationMs);
  expect(spelled).toEqual(['0 s', '10 s', '1 min 30 s', '2 min', '1 h', '1 h 30 min', '1 d 1 h']);
});
