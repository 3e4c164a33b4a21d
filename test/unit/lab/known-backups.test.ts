/** Base backups are found by what is in them, wherever in the lab they lie. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {findBackups} from '../../../src/lab/known-backups.ts';

let lab: string;
beforeEach(() => {
  lab = mkdtempSync(join(tmpdir(), 'lifeboat-lab-'));
});
afterEach(() => rmSync(lab, {recursive: true}));

/** A directory as a cluster's, with the identifier that a control file begins with. */
const cluster = (path: string, segment?: string): string => {
  const directory = join(lab, path);
  mkdirSync(join(directory, 'global'), {recursive: true});
  writeFileSync(join(directory, 'PG_VERSION'), '15\n');
  const control = Buffer.alloc(300);
  control.writeBigUInt64LE(7_711_152_328_148_641_719n);
  writeFileSync(join(directory, 'global/pg_control'), control);
  if (segment !== undefined) {
    writeFileSync(
      join(directory, 'backup_label'),
      `START WAL LOCATION: 0/2000028 (file ${segment})\nBACKUP FROM: primary\n`,
    );
  }
  return directory;
};

test('each says whose it is, exactly, and of which timeline', () => {
  const old = cluster('backup', '000000010000000000000002');
  const fresh = cluster('backup-new/20261123T024700Z', '0000000A0000000000000007');
  expect([...findBackups(lab)].sort((a, b) => (a.timeline < b.timeline ? -1 : 1))).toEqual([
    {directory: old, identifier: '7711152328148641719', timeline: '00000001', startLsn: 0x2000028n},
    {directory: fresh, identifier: '7711152328148641719', timeline: '0000000A', startLsn: 0x2000028n},
  ]);
});

test('a server that runs, a copy without a label, and a backup that was never finished are none', () => {
  cluster('primary');
  cluster('backup/20261123T024700Z.part', '000000010000000000000002');
  mkdirSync(join(lab, 'archive'));
  writeFileSync(join(lab, 'archive/000000010000000000000002'), '');
  expect(findBackups(lab)).toEqual([]);
  expect(findBackups(join(lab, 'not-there'))).toEqual([]);
});
