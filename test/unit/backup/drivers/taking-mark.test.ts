/** A backup that is still being taken is neither a leftover nor a backup; what a killed one left goes. */
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {drivers} from '../../../../src/backup/drivers/drivers.ts';
import {isBeingTaken, markTaking, removeLeftovers, unmarkTaking} from '../../../../src/backup/drivers/taking-mark.ts';

let repository: string;
const part = '20261123T024700Z.part';

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'lifeboat-repository-'));
  markTaking(repository, part);
  mkdirSync(join(repository, part));
});
afterEach(() => rmSync(repository, {recursive: true}));

const rewrite = (change: object) => {
  const mark = join(repository, `${part}.json`);
  writeFileSync(mark, JSON.stringify({...JSON.parse(readFileSync(mark, 'utf8')), ...change}));
};

test('while its process lives it stays, and nobody else begins under its name', () => {
  expect(removeLeftovers(repository)).toEqual([part]);
  expect(readdirSync(repository).sort()).toEqual([part, `${part}.json`]);
  expect(() => markTaking(repository, part)).toThrow('EEXIST');
  unmarkTaking(repository, part);
  expect(isBeingTaken(repository, part)).toBe(false);
});

test.each([
  ['whose process has ended, though its number is another one’s by now', {startTicks: '1'}],
  ['from before the host was started', {boot: '7e57ab1e-0000-4000-8000-000000000000'}],
])('one %s is removed with its mark', (_which, change) => {
  rewrite(change);
  expect(removeLeftovers(repository)).toEqual([]);
  expect(readdirSync(repository)).toEqual([]);
});

test('one of another host is believed to go on, and one without a mark is a leftover', () => {
  rewrite({host: 'db-2.example.org', pid: 1, startTicks: '1'});
  mkdirSync(join(repository, '20261122T024700Z.part'));
  expect(removeLeftovers(repository)).toEqual([part]);
  expect(readdirSync(repository).sort()).toEqual([part, `${part}.json`]);
});

test('a mark that is just being written says that somebody is there', () => {
  writeFileSync(join(repository, `${part}.json`), '');
  expect(removeLeftovers(repository)).toEqual([part]);
});

test('one that is complete has a note of just now beside it, and is none that is being taken', async () => {
  const label = '20261123T030000Z';
  mkdirSync(join(repository, label));
  writeFileSync(join(repository, `${label}.json`), JSON.stringify({format: 1, driver: 'builtin', label}));
  expect(isBeingTaken(repository, label)).toBe(false);
  const listed = await drivers.builtin.list({directory: repository});
  const taken = listed.ok ? listed.value.map(({label: name, beingTaken = false}) => [name, beingTaken]) : [];
  expect(taken.sort()).toEqual([
    [part, true],
    [label, false],
  ]);
});

test('the list says that it is being taken, and whoever verifies or opens the newest is not given it', async () => {
  const known = {directory: repository, archiveDir: repository};
  const listed = await drivers.builtin.list(known);
  expect(listed).toMatchObject({
    ok: true,
    value: [{label: part, beingTaken: true, problems: ['It is being taken now.']}],
  });
  const onProgress = (): void => undefined;
  expect(await drivers.builtin.verify({repository: known, onProgress})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('there is no backup'),
  });
  expect(await drivers.builtin.open({repository: known})).toMatchObject({ok: false});
});
