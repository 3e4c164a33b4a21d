/** A loss is an upper bound with its unit, or the sentence that nobody knows. */
import {expect, test} from 'vitest';
import {lossOf} from '../../../../src/backup/second-site/loss.ts';

const recovered = {recoveredTo: '2026-11-23T02:47:00.250Z', lsn: '0/5000000'};

test('it is told in seconds from the last commit, and in bytes where somebody saw the WAL of the primary', () => {
  expect(lossOf({...recovered, lostAt: '2026-11-23T02:47:07.303Z', lastLsn: '0/5000A00'})).toEqual({
    seconds: 7.053,
    bytes: 2560,
    sentence:
      'The last commit that came back is of 2026-11-23T02:47:00.250Z; at most 7.053 s of commits are lost, and at most 2560 bytes of WAL.',
  });
});

test('a clock that stands behind makes no negative loss', () => {
  expect(lossOf({...recovered, lostAt: '2026-11-23T02:46:59Z', lastLsn: '0/4000000'})).toMatchObject({
    seconds: 0,
    bytes: 0,
  });
});

test('what nobody knows is said', () => {
  expect(lossOf({...recovered, lostAt: undefined, lastLsn: undefined})).toEqual({
    seconds: null,
    bytes: null,
    sentence:
      'The last commit that came back is of 2026-11-23T02:47:00.250Z; how much came after it nobody knows here.',
  });
  expect(lossOf({recoveredTo: null, lsn: null, lostAt: '2026-11-23T02:47:00Z', lastLsn: '0/1'}).sentence).toMatch(
    /^No commit was replayed, so the backup itself is all that came back; how much/,
  );
});
