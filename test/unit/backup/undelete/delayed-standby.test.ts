/** A server is held or let go only where it is a standby. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {holdDelayed, releaseDelayed} from '../../../../src/backup/undelete/delayed-standby.ts';

const primary = mkdtempSync(join(tmpdir(), 'lb-primary-'));

afterAll(() => rmSync(primary, {recursive: true}));

test('the server of a directory that is no standby is neither stopped nor started', async () => {
  const refused = {ok: false, reason: expect.stringContaining('it has no standby.signal')};
  expect(await releaseDelayed(primary)).toEqual(refused);
  const delayed = 'postgres://postgres@localhost:1/shop';
  expect(await holdDelayed({delayed, dataDirectory: primary, beforeXid: '7', commitLsn: '0/1'})).toEqual(refused);
});

test('a directory that is not there is said to be not there', async () => {
  expect(await releaseDelayed(join(primary, 'nowhere'))).toEqual({
    ok: false,
    reason: `the data directory ${join(primary, 'nowhere')} does not exist, or this user may not see it`,
  });
});
