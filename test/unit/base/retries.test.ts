/** Waits between tries: how long they are, and how that is said. */
import {expect, test} from 'vitest';
import {retryWaitMs, retryWords} from '../../../src/base/retries.ts';

test('a wait grows from try to try, and never beyond a day', () => {
  const retry = {attempts: 20, delayMs: 10_000, backoff: 3};
  expect([0, 1, 2, 19].map(tries => retryWaitMs(retry, tries))).toEqual([10_000, 30_000, 90_000, 86_400_000]);
});

test('every wait is said, once where all are the same, and none where there is none', () => {
  expect(retryWords({attempts: 4, delayMs: 10_000, backoff: 3})).toBe(
    'up to 4 times, waiting 10 s, 30 s and 1 min 30 s in between',
  );
  expect(retryWords({attempts: 3, delayMs: 5_000, backoff: 1.5})).toBe('up to 3 times, waiting 5 s and 8 s in between');
  expect(retryWords({attempts: 3, delayMs: 5_000, backoff: 1})).toBe('up to 3 times, 5 s apart');
  expect(retryWords({attempts: 2, delayMs: 5_000, backoff: 9})).toBe('up to 2 times, 5 s apart');
  expect(retryWords({attempts: 3, delayMs: 0, backoff: 3})).toBe('up to 3 times');
});
