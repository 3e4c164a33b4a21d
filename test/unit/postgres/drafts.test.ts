/** What root writes where another account may write too: no link is followed, and the file is that account's. */
import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {writeNote} from '../../../src/backup/drivers/backup-notes.ts';
import {
  appendNoLink,
  copyAsDraft,
  createOwned,
  ownAsAround,
  replaceByDraft,
  writeDraft,
} from '../../../src/postgres/drafts.ts';

let place: string;
/** A directory as the account of the server has it, and a file that is none of its business. */
let theirs: string;
let secret: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'lifeboat-drafts-'));
  theirs = join(place, 'archive');
  secret = join(place, 'shadow');
  mkdirSync(theirs);
  if (process.getuid?.() === 0) {
    chownSync(theirs, 65_534, 65_534);
  }
  writeFileSync(secret, 'root:secret', {mode: 0o600});
});
afterEach(() => rmSync(place, {recursive: true}));

const laid = (name: string): string => {
  const path = join(theirs, name);
  symlinkSync(secret, path);
  return path;
};

const expectOwn = (path: string): void => {
  const {uid, gid, mode} = lstatSync(path);
  expect({uid, gid}).toEqual({uid: statSync(theirs).uid, gid: statSync(theirs).gid});
  expect(mode & 0o777).toBe(0o600);
  expect(readFileSync(secret, 'utf8')).toBe('root:secret');
  expect(statSync(secret).uid).toBe(process.getuid?.());
};

test('a draft takes the place of a link that was laid under its name', () => {
  const path = laid('standby.signal');
  writeDraft(path, 'wal');
  expect(readFileSync(path, 'utf8')).toBe('wal');
  expectOwn(path);
});

test('a file is replaced at once, also where its draft and itself are links', () => {
  const path = laid('note.json');
  laid('note.json.draft');
  replaceByDraft(path, '{}\n');
  expect(readdirSync(theirs)).toEqual(['note.json']);
  expect(readFileSync(path, 'utf8')).toBe('{}\n');
  expectOwn(path);
});

test('the note of a backup does so too', () => {
  laid('20261123T024700Z.json.draft');
  writeNote(theirs, {
    format: 1,
    driver: 'builtin',
    label: '20261123T024700Z',
    startedAt: null,
    stoppedAt: null,
    bytes: 1,
    identifier: null,
    major: 15,
    timeline: 1,
    startLsn: null,
    stopLsn: null,
  });
  expectOwn(join(theirs, '20261123T024700Z.json'));
});

test('nothing is appended through a link, and a mark is made only where nothing is', () => {
  const path = laid('postgresql.auto.conf');
  expect(() => appendNoLink(path, 'port = 5433\n')).toThrow('ELOOP');
  expect(() => createOwned(path, '{}')).toThrow('EEXIST');
  expect(readFileSync(secret, 'utf8')).toBe('root:secret');
  appendNoLink(join(theirs, 'own.conf'), 'port = 5433\n');
  appendNoLink(join(theirs, 'own.conf'), 'port = 5434\n');
  expect(readFileSync(join(theirs, 'own.conf'), 'utf8')).toBe('port = 5433\nport = 5434\n');
  expectOwn(join(theirs, 'own.conf'));
});

test('a copy follows no link at either end', async () => {
  await expect(copyAsDraft(laid('000000010000000000000007'), join(theirs, 'copy'))).rejects.toThrow('ELOOP');
  writeFileSync(join(theirs, '000000010000000000000008'), 'segment'.repeat(100_000));
  const draft = laid('000000010000000000000008.part');
  await copyAsDraft(join(theirs, '000000010000000000000008'), draft);
  expect(readFileSync(draft, 'utf8')).toBe('segment'.repeat(100_000));
  expectOwn(draft);
});

test('what is given away is the link, and not what it leads to', () => {
  ownAsAround(laid('backup.part'));
  expect(statSync(secret).uid).toBe(process.getuid?.());
});
