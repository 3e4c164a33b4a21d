/** What WAL is left when a primary is gone: only whole segments count, and a hole between them is named. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {lookAtWal, openReceivedWal, reachedAll} from '../../../../src/backup/second-site/received-wal.ts';
import {must} from '../../../support/postgres-must.ts';
import {workPlace} from '../../../support/work-place.ts';

const segmentBytes = 2 ** 20;
let place: string;

beforeEach(() => {
  place = mkdtempSync(join(workPlace, 'received-'));
  mkdirSync(join(place, 'archive'));
  mkdirSync(join(place, 'received'));
});

afterEach(() => rmSync(place, {recursive: true}));

const put = (directory: string, name: string, bytes = segmentBytes): void =>
  writeFileSync(join(place, directory, name), Buffer.alloc(bytes));
const segment = (number: number, timeline = 1): string =>
  `${timeline.toString(16).padStart(8, '0')}00000000${number.toString(16).toUpperCase().padStart(8, '0')}`;

const look = (start = segment(2)) =>
  lookAtWal({
    startSegment: start,
    archiveDir: join(place, 'archive'),
    backupWal: null,
    received: must(openReceivedWal(join(place, 'received'))),
  });

test('what the archive lacks is there by what was received, the segment that was being written last', () => {
  put('archive', segment(2));
  put('received', segment(2));
  put('received', segment(3));
  put('received', `${segment(4)}.partial`);
  expect(look()).toEqual({
    segmentBytes,
    archiveEnds: segment(2),
    cutShort: [],
    onlyReceived: [segment(3), segment(4)],
    lastWhole: segment(3),
    missing: null,
  });
});

test('a segment whose copying ended in the middle is none, and the received one of the same name counts', () => {
  put('archive', segment(2));
  put('archive', segment(3), 4096);
  expect(look()).toMatchObject({cutShort: [segment(3)], lastWhole: segment(2), missing: null});
  put('received', segment(3));
  expect(look()).toMatchObject({cutShort: [segment(3)], onlyReceived: [segment(3)], lastWhole: segment(3)});
});

test('a hole is named by its segment, and so is an archive that does not reach back to the backup', () => {
  put('archive', segment(2));
  put('archive', segment(4));
  expect(look().missing).toBe(segment(3));
  expect(look(segment(1)).missing).toBe(segment(1));
});

test('replay has taken everything in when it came behind the start of the newest whole segment', () => {
  put('archive', segment(2));
  put('archive', segment(3));
  expect(reachedAll(look(), '0/300000', 1)).toBe(false);
  expect(reachedAll(look(), '0/3000A8', 1)).toBe(true);
  // A branch that nobody follows, and nothing to hold it against.
  put('archive', segment(9, 2));
  expect(reachedAll(look(), '0/3000A8', 1)).toBe(false);
  rmSync(join(place, 'archive'), {recursive: true});
  expect(reachedAll(look(), '0/3000A8', 1)).toBe(true);
});

test('what was compressed on its way is refused with the way to unpack it', () => {
  put('received', `${segment(3)}.gz`);
  expect(openReceivedWal(join(place, 'received'))).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/is compressed; unpack what the archive lacks/),
  });
  expect(openReceivedWal('received').ok).toBe(false);
});
