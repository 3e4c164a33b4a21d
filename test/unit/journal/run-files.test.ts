/** Files beside the journal: pinned, written, read back from nowhere else. */
import {lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createRun, runDirectory} from '../../../src/journal/run-directory.ts';
import {pinFile, readRunFile, writeFirstFiles, writeHeadNote, writeRunFile} from '../../../src/journal/run-files.ts';
import {temporaryDirectory} from '../../support/journals.ts';

const bytes = Buffer.from('id: accidental_deletion\n');
const digest = '8be7cb78b18a71a4d56318db7275705968e1897be390b673d17885c667ca52ec';

const newRun = () => {
  const state = temporaryDirectory();
  const id = '20261123t001957z-accidental-deletion-k7q2xw';
  createRun(state, id);
  return runDirectory(state, id);
};

test('a pinned file is read only, and its digest is what the first fact says', () => {
  const run = newRun();

  expect(pinFile(run, {path: 'runbook.yaml', bytes})).toEqual({
    ok: true,
    value: {path: 'runbook.yaml', sha256: digest},
  });
  expect(lstatSync(join(run.path, 'runbook.yaml')).mode & 0o777).toBe(0o400);
  expect(pinFile(run, {path: 'parts/shared.yaml', bytes}).ok).toBe(true);
  expect(lstatSync(join(run.path, 'parts')).mode & 0o777).toBe(0o700);
});

test('another file is for its owner alone and is read back', () => {
  const run = newRun();

  expect(writeRunFile(run, {path: 'outline.json', bytes})).toEqual({
    ok: true,
    value: {file: 'outline.json', sha256: digest},
  });
  expect(lstatSync(run.outline).mode & 0o777).toBe(0o600);
  expect(readRunFile(run, 'outline.json')).toEqual(bytes);
});

test('the files that a new run begins with are written together, and what must not change is read only', async () => {
  const run = newRun();
  const files = [
    {path: 'outline.json', bytes, isPinned: false},
    {path: 'parts/shared.yaml', bytes, isPinned: true},
  ];

  expect(await writeFirstFiles(run, files)).toEqual({
    ok: true,
    value: files.map(({path}) => ({path, sha256: digest})),
  });
  expect(lstatSync(run.outline).mode & 0o777).toBe(0o600);
  expect(lstatSync(join(run.path, 'parts/shared.yaml')).mode & 0o777).toBe(0o400);
  expect(await writeFirstFiles(run, files)).toMatchObject({ok: false, reason: expect.stringContaining('outline.json')});
});

test('what is written once is not written over', () => {
  const run = newRun();
  pinFile(run, {path: 'runbook.yaml', bytes});

  expect(pinFile(run, {path: 'runbook.yaml', bytes: Buffer.from('other')}).ok).toBe(false);
  expect(readRunFile(run, 'runbook.yaml')).toEqual(bytes);
});

test.each(['../outside', '/etc/passwd', 'output/../../outside', './outline.json', 'output//x', ''])(
  'nothing is written or read outside the run: "%s"',
  path => {
    const run = newRun();
    writeFileSync(join(run.path, '..', 'outside'), 'secret');

    expect(() => writeRunFile(run, {path, bytes})).toThrow('outside the run');
    expect(readRunFile(run, path)).toBeUndefined();
  },
);

test('links are not followed, neither as a file nor on the way to it', () => {
  const run = newRun();
  const elsewhere = temporaryDirectory();
  writeFileSync(join(elsewhere, 'one'), 'secret');
  symlinkSync(join(elsewhere, 'one'), join(run.output, 'soft'));
  symlinkSync(elsewhere, join(run.path, 'way'));

  expect(['output/soft', 'way/one', 'output', 'missing'].map(path => readRunFile(run, path))).toEqual(
    Array.from({length: 4}, () => undefined),
  );
});

test('the head note is whole, and a newer one takes its place', () => {
  const run = newRun();
  writeFileSync(`${run.headNote}.new`, 'left by a crash');

  expect(writeHeadNote(run, {entries: 2, hash: '0'.repeat(64)}).ok).toBe(true);
  expect(writeHeadNote(run, {entries: 3, hash: '0'.repeat(64)}).ok).toBe(true);
  expect(readFileSync(run.headNote, 'utf8')).toBe(`lifeboat/${run.id}\n3\n${'A'.repeat(43)}=\n`);
  expect(readdirSync(run.seals)).toEqual(['head.note']);
});
