/** What is moved to another disk is the same there, and what is of a cluster, or open, is never moved. */
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {moveAway} from '../../../../src/backup/upkeep/move-away.ts';

let disk: string;
let spare: string;

// Two disks that every Linux has.
beforeEach(() => {
  disk = mkdtempSync('/dev/shm/lifeboat-disk-');
  spare = mkdtempSync('/var/tmp/lifeboat-spare-');
});
afterEach(() => {
  rmSync(disk, {recursive: true});
  rmSync(spare, {recursive: true});
});

const lay = (name: string, text = 'a dump of last year'): string => {
  const path = join(disk, name);
  mkdirSync(join(path, '..'), {recursive: true});
  writeFileSync(path, text, {mode: 0o640});
  return path;
};

test('the file is there with its bytes and rights, and gone here; done again it says the same', async () => {
  const file = lay('old.dump', 'x'.repeat(3_000_000));
  chmodSync(file, 0o4640);
  const into = join(spare, 'moved');
  const done = await moveAway(file, into);
  expect(done).toMatchObject({ok: true, value: {from: file, to: join(into, 'old.dump'), bytes: 3_000_000}});
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(join(into, 'old.dump'), 'utf8')).toBe('x'.repeat(3_000_000));
  // Of the rights those of reading, writing and running alone: nothing is made that runs as another.
  expect(statSync(join(into, 'old.dump')).mode & 0o7777).toBe(0o640);
  expect(await moveAway(file, into)).toMatchObject({ok: true, value: {bytes: 3_000_000, sha256: null}});
});

test('one that was cut off after the copy had its name goes on by removing the first', async () => {
  const file = lay('old.dump');
  writeFileSync(join(spare, 'old.dump'), 'a dump of last year');
  writeFileSync(join(spare, 'old.dump.lifeboat-part'), 'half of');
  expect(await moveAway(file, spare)).toMatchObject({ok: true});
  expect(existsSync(file)).toBe(false);
});

test('a link that lies where the copy is written is not written through', async () => {
  const file = lay('old.dump');
  const other = join(spare, 'passwd');
  writeFileSync(other, 'root');
  symlinkSync(other, join(spare, 'old.dump.lifeboat-part'));
  expect(await moveAway(file, spare)).toMatchObject({ok: true});
  expect(readFileSync(other, 'utf8')).toBe('root');
});

type Refused = readonly [string, () => string, string];

const refused: readonly Refused[] = [
  ['a segment of WAL', () => lay('000000010000000000000007'), 'is WAL'],
  [
    'a file of a cluster',
    () => {
      lay('pg/PG_VERSION', '15');
      return lay('pg/base/5/16384');
    },
    'belongs to the cluster',
  ],
  [
    'what lies in a pg_wal that is a disk of its own',
    () => {
      mkdirSync(join(disk, 'wal/archive_status'), {recursive: true});
      return lay('wal/notes.txt');
    },
    'belongs to the cluster',
  ],
  ['a file of a tablespace', () => lay('spaces/PG_15_202209061/16384/16390'), 'belongs to the cluster'],
  [
    'a file beside a tablespace',
    () => {
      mkdirSync(join(disk, 'spaces/PG_9.6_201608131'), {recursive: true});
      return lay('spaces/notes.txt');
    },
    'belongs to the cluster',
  ],
  [
    'a part of a backup of pgBackRest',
    () => {
      lay('pgbackrest/backup/main/backup.info', '[backrest]');
      return lay('pgbackrest/backup/main/20261101-020000F/bundle/1');
    },
    'belongs to the cluster',
  ],
  [
    'a file of a base backup that was packed file by file',
    () => {
      lay('nightly/PG_VERSION.gz');
      return lay('nightly/base/5/16384.gz');
    },
    'belongs to the cluster',
  ],
  [
    'a base backup as tar',
    () => {
      lay('nightly/backup_manifest', '{}');
      return lay('nightly/base.tar.gz');
    },
    'belongs to the cluster',
  ],
  ['a base backup as tar, in parts and encrypted', () => lay('nightly/base.tar.gz.gpg.aa'), 'belongs to the cluster'],
  [
    'a part of a backup of WAL-G that is being taken',
    () => lay('basebackups_005/base_000000010000000000000007/tar_partitions/part_001.tar.lz4'),
    'belongs to the cluster',
  ],
  [
    'a part of a dump that is a directory',
    () => {
      lay('by hand/toc.dat');
      return lay('by hand/3012.dat.gz');
    },
    'belongs to the cluster',
  ],
  [
    'a part of a backup of WAL-G',
    () => {
      lay('basebackups_005/base_000000010000000000000007_backup_stop_sentinel.json', '{}');
      return lay('basebackups_005/base_000000010000000000000007/tar_partitions/part_001.tar.lz4');
    },
    'belongs to the cluster',
  ],
  [
    'a dump that has its note beside it',
    () => {
      const note = {
        format: 1,
        label: '20261101t020000z-dump',
        driver: 'pg_dump',
        takenAt: '2026-11-01T02:00:00.000Z',
        bytes: 4096,
      };
      lay('dumps/20261101t020000z-dump.json', JSON.stringify(note));
      return lay('dumps/20261101t020000z-dump/3012.dat.gz');
    },
    'belongs to the cluster',
  ],
  [
    'what lies in an archive',
    () => {
      lay('archive/000000010000000000000007.gz');
      return lay('archive/notes.txt');
    },
    'belongs to the cluster',
  ],
  [
    'a file with a second name',
    () => {
      linkSync(lay('old.dump'), join(disk, 'same.dump'));
      return join(disk, 'same.dump');
    },
    'second name',
  ],
  [
    'a link',
    () => {
      symlinkSync(lay('old.dump'), join(disk, 'link.dump'));
      return join(disk, 'link.dump');
    },
    'no plain file',
  ],
];

test.each(refused)('%s stays where it is', async (_what, make, says) => {
  const file = make();
  expect(await moveAway(file, spare)).toMatchObject({ok: false, reason: {sentence: expect.stringContaining(says)}});
  expect(existsSync(file)).toBe(true);
});

test('a file that a process has open stays, and so does one that would stay on its disk', async () => {
  const file = lay('log.csv');
  const open = openSync(file, 'a');
  try {
    expect(await moveAway(file, spare)).toMatchObject({ok: false, reason: {sentence: expect.stringContaining('open')}});
  } finally {
    closeSync(open);
  }
  expect(await moveAway(file, join(disk, 'there'))).toMatchObject({
    ok: false,
    reason: {sentence: expect.stringContaining('same disk')},
  });
  expect(existsSync(file)).toBe(true);
});

test('another file of that name is not replaced', async () => {
  const file = lay('old.dump');
  writeFileSync(join(spare, 'old.dump'), 'a dump of this year');
  expect(await moveAway(file, spare)).toMatchObject({
    ok: false,
    reason: {sentence: expect.stringContaining('another file')},
  });
  expect(existsSync(file)).toBe(true);
});
