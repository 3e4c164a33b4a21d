/** A damaged backup leaves its repository with its note, is kept as it is, and can come back. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {markTaking} from '../../../../src/backup/drivers/taking-mark.ts';
import {putBackAside, setAside} from '../../../../src/backup/upkeep/set-aside.ts';

let place: string;
const label = '20261123T024700Z';

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'lifeboat-aside-'));
});
afterEach(() => rmSync(place, {recursive: true}));

const makeBackup = (directory: string) => {
  mkdirSync(join(directory, 'global'), {recursive: true});
  writeFileSync(join(directory, 'backup_label'), 'START WAL LOCATION: 0/2000028 (file 000000010000000000000002)\n');
};

const makeRepository = (): string => {
  const repository = join(place, 'backups');
  makeBackup(join(repository, label));
  const note = {format: 1, driver: 'builtin', label, startedAt: '2026-11-23T02:47:00.000Z'};
  writeFileSync(join(repository, `${label}.json`), JSON.stringify(note));
  return repository;
};

test('the backup and its note go to the other directory, and nothing of the others', async () => {
  const repository = makeRepository();
  makeBackup(join(repository, '20261122T024700Z'));
  const into = join(place, 'damaged');
  expect(await setAside({repository, label, into})).toEqual({
    ok: true,
    value: {label, from: join(repository, label), to: join(into, label)},
  });
  expect(readdirSync(repository)).toEqual(['20261122T024700Z']);
  expect(readdirSync(into).sort()).toEqual([label, `${label}.json`]);
  expect(await setAside({repository, label, into})).toMatchObject({ok: true});

  expect(await putBackAside({repository, label, into})).toMatchObject({ok: true, value: {to: join(repository, label)}});
  expect(readdirSync(repository).sort()).toEqual(['20261122T024700Z', label, `${label}.json`]);
  expect(await putBackAside({repository, label, into})).toMatchObject({ok: true});
});

test('a plain base backup that is the repository itself leaves its name free for the next one', async () => {
  const repository = join(place, 'base');
  makeBackup(repository);
  const into = join(place, 'damaged');
  expect(await setAside({repository, label: 'base', into})).toMatchObject({ok: true, value: {to: join(into, 'base')}});
  expect(existsSync(repository)).toBe(false);
  expect(await setAside({repository, label: 'base', into})).toMatchObject({ok: true});
  expect(await putBackAside({repository, label: 'base', into})).toMatchObject({ok: true, value: {to: repository}});
  expect(readFileSync(join(repository, 'backup_label'), 'utf8')).toContain('START WAL LOCATION');
});

test('one that was cut off between both is brought to its end', async () => {
  const repository = makeRepository();
  const into = join(place, 'damaged');
  mkdirSync(into);
  makeBackup(join(into, label));
  rmSync(join(repository, label), {recursive: true});
  expect(await setAside({repository, label, into})).toMatchObject({ok: true});
  expect(readdirSync(repository)).toEqual([]);
});

test.each([
  ['into the repository itself', {label, into: 'backups/damaged'}, 'lies in the repository'],
  ['over something that is there', {label, into: 'taken'}, 'is there already'],
  ['by a label that is a way', {label: '../base', into: 'damaged'}, 'is no label'],
  ['by a label that nobody knows', {label: '20250101T000000Z', into: 'damaged'}, 'has no backup'],
])('nothing is moved %s', async (_how, {label: named, into}, says) => {
  const repository = makeRepository();
  makeBackup(join(place, 'taken', label));
  const done = await setAside({repository, label: named, into: join(place, into)});
  expect(done).toMatchObject({ok: false, reason: {sentence: expect.stringContaining(says)}});
  expect(readdirSync(repository).sort()).toEqual([label, `${label}.json`]);
});

test('nothing is moved into the repository by a link, also where the directory is still to be made', async () => {
  const repository = makeRepository();
  const link = join(place, 'elsewhere');
  symlinkSync(repository, link);
  for (const into of [link, join(link, 'damaged')]) {
    expect(await setAside({repository, label, into})).toMatchObject({
      ok: false,
      reason: {kind: 'unsafe', sentence: expect.stringContaining('lies in the repository')},
    });
  }
  expect(readdirSync(repository).sort()).toEqual([label, `${label}.json`]);
});

test('one that is being taken is not renamed under its taker', async () => {
  const repository = makeRepository();
  const taken = '20261124T024700Z.part';
  makeBackup(join(repository, taken));
  markTaking(repository, taken);
  const into = join(place, 'damaged');
  for (const named of [repository, join(repository, taken)]) {
    expect(await setAside({repository: named, label: taken, into})).toMatchObject({
      ok: false,
      reason: {kind: 'unsafe', sentence: expect.stringContaining('is being taken right now')},
    });
  }
  expect(existsSync(join(repository, taken))).toBe(true);
});
