/** A directory becomes equal to the backup, and only what differs is written. */
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {changeWhatDiffers} from '../../../../src/backup/in-place/change-what-differs.ts';

const self = {kind: 'self', name: 'postgres'} as const;

let room: string;

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'lifeboat-delta-'));
});

afterEach(() => rmSync(room, {recursive: true}));

const holds = (directory: string, files: {readonly [path: string]: string}): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(room, directory, path)), {recursive: true});
    writeFileSync(join(room, directory, path), text);
  }
};

const below = (directory: string): readonly string[] =>
  readdirSync(join(room, directory), {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(join(room, directory).length + 1))
    .sort();

const change = () =>
  changeWhatDiffers({
    from: join(room, 'backup'),
    into: join(room, 'data'),
    user: self,
    leaveOut: path => path === 'postmaster.pid',
  });

test('one flipped byte is found though size and time are the same, what is missing comes, what is too much goes', async () => {
  const page = 'orders of november '.repeat(100_000);
  holds('backup', {'global/pg_control': 'c', 'base/5/16384': page, 'base/5/16385': 'new', PG_VERSION: '15'});
  holds('data', {
    'global/pg_control': 'other',
    'base/5/16384': page.replace('november', 'novembeR'),
    'base/5/99999': 'a table of later',
    'base/6/16390': 'a database of later',
    'pg_wal/000000010000000000000003': 'wal',
    'postmaster.pid': '4711',
    PG_VERSION: '15',
  });
  const at = statSync(join(room, 'backup/base/5/16384')).mtime;
  utimesSync(join(room, 'data/base/5/16384'), at, at);

  expect(await change()).toEqual({ok: true, value: {files: 3, bytes: 1024 * 1024 + 3 + 1}});
  expect(below('data')).toEqual([
    'PG_VERSION',
    'base/5/16384',
    'base/5/16385',
    'global/pg_control',
    'pg_wal/000000010000000000000003',
  ]);
  expect(readFileSync(join(room, 'data/base/5/16384'), 'utf8')).toBe(page);
});

test('a file that grew since is cut to its length', async () => {
  holds('backup', {'global/pg_control': 'c', 'base/5/16384': 'short'});
  holds('data', {'global/pg_control': 'c', 'base/5/16384': 'short and then longer'});
  expect((await change()).ok).toBe(true);
  expect(readFileSync(join(room, 'data/base/5/16384'), 'utf8')).toBe('short');
});
