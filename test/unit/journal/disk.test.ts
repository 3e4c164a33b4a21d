/** What is durable before what: the order of writes and syncs that docs/design/journal-format.md promises, as it reaches the disk. */
import {readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {nodeDisk} from '../../../src/journal/disk.ts';
import {createJournal} from '../../../src/journal/file-journal.ts';
import type {Journal} from '../../../src/journal/journal.ts';
import {openJournal} from '../../../src/journal/open-journal.ts';
import {createRun, runDirectory} from '../../../src/journal/run-directory.ts';
import {pinFile, writeFirstFiles, writeHeadNote} from '../../../src/journal/run-files.ts';
import {openStateDirectory} from '../../../src/journal/state-directory.ts';
import {diskCalls, diskCallsBeside} from '../../support/disk-calls.ts';
import {note, record, temporaryDirectory, tickingClock} from '../../support/journals.ts';

const id = '20261123t001957z-accidental-deletion-k7q2xw';

const newRun = () => {
  const state = temporaryDirectory();
  createRun(state, id);
  return runDirectory(state, id);
};

const made = (result: ReturnType<typeof createJournal>): Journal => {
  if (!result.ok) {
    throw new Error(result.reason);
  }
  return result.value;
};

test('the names of a new run are durable from the state directory down', () => {
  const state = join(temporaryDirectory(), 'state');

  expect(diskCalls(() => openStateDirectory(state))).toEqual(['fsync TMP']);
  expect(diskCalls(() => createRun(state, id))).toEqual(['fsync state', 'fsync runs']);
});

test('the name of the journal is durable before its first entry, and every entry is synced after it is written', () => {
  const run = newRun();

  expect(
    diskCalls(() => {
      const journal = made(createJournal({path: run.journal, clock: tickingClock()}));
      record(journal, [[note('a'), note('b')], [note('c')]]);
      journal.close();
    }),
  ).toEqual([
    'fsync journal.jsonl',
    `fsync ${id}`,
    'write journal.jsonl',
    'fdatasync journal.jsonl',
    'write journal.jsonl',
    'fdatasync journal.jsonl',
  ]);
});

test('a pinned file and its name are durable when its digest is given', () => {
  const run = newRun();

  expect(diskCalls(() => pinFile(run, {path: 'runbook.yaml', bytes: Buffer.from('id: x')}))).toEqual([
    'write runbook.yaml',
    'fsync runbook.yaml',
    `fsync ${id}`,
  ]);
});

test('the files that a run begins with are durable before their names are, and both before they are told', async () => {
  const run = newRun();
  const file = (path: string) => ({path, bytes: Buffer.from(path), isPinned: true});

  expect(await diskCallsBeside(() => writeFirstFiles(run, [file('runbook.yaml'), file('parts/shared.yaml')]))).toEqual([
    `fsync ${id}`,
    'write runbook.yaml',
    'write shared.yaml',
    'fsync runbook.yaml',
    'fsync shared.yaml',
    `fsync ${id}`,
    'fsync parts',
  ]);
});

test('a torn tail is kept durably before it is cut off, and the cut is durable before anything is written', () => {
  const run = newRun();
  const journal = made(createJournal({path: run.journal, clock: tickingClock()}));
  record(journal, [[note('a')]]);
  journal.close();
  const {length} = readFileSync(run.journal);
  writeFileSync(run.journal, '{"hash', {flag: 'a'});

  expect(diskCalls(() => openJournal({path: run.journal, clock: tickingClock()}))).toEqual([
    `write journal.torn-${length}`,
    `fsync journal.torn-${length}`,
    `fsync ${id}`,
    'fsync journal.jsonl',
    `fsync ${id}`,
  ]);
});

test('the bytes of the head note are durable before it gets its name', () => {
  const run = newRun();

  expect(diskCalls(() => writeHeadNote(run, {entries: 1, hash: '0'.repeat(64)}))).toEqual([
    'write head.note.new',
    'fsync head.note.new',
    'rename head.note.new head.note',
    'fsync seals',
  ]);
});

test('no file is made or opened through a link that somebody else has put there', () => {
  const folder = temporaryDirectory();
  const [victim, link] = [join(folder, 'victim'), join(folder, 'journal.jsonl')];
  writeFileSync(victim, 'theirs');
  symlinkSync(victim, link);

  expect(() => nodeDisk.open(link)).toThrow('ELOOP');
  expect(() => nodeDisk.create(link)).toThrow('EEXIST');
  expect(readFileSync(victim, 'utf8')).toBe('theirs');
});
