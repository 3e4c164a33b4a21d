/** Seals, notes and anchors: what shows that the end was cut off or the story written anew. */
import {rmSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {headNote} from '../../../../src/journal/head-note.ts';
import {memoryJournal} from '../../../../src/journal/memory-journal.ts';
import {runEvidence} from '../../../../src/journal/verify/run-evidence.ts';
import {verifyRun} from '../../../../src/journal/verify/verify.ts';
import {draft, note, record, runStarted, tickingClock} from '../../../support/journals.ts';
import {codes, headAt, rewrite, runOnDisk, verified} from '../../../support/recorded-runs.ts';

test.each([1, 2, 4])(
  'a finished run whose last %d entries were cut off is truncated: the note beside it knows',
  cut => {
    const run = runOnDisk('finished');
    rewrite(run, lines => lines.slice(0, -cut));

    expect(verified(run)).toMatchObject({ok: false, verdict: 'TRUNCATED', entries: 7 - cut});
    expect(codes(run)).toContain('head-note');
  },
);

test('a finished run that breaks off in the middle of a line is truncated, not torn', () => {
  const run = runOnDisk('finished');
  writeFileSync(run.journal, (runEvidence(run).journal ?? new Uint8Array()).subarray(0, -30));

  expect(verified(run)).toMatchObject({ok: false, verdict: 'TRUNCATED', entries: 6});
});

test('a run that has ended without its seal is not ok, with or without the note', () => {
  const run = runOnDisk('finished');
  rewrite(run, lines => lines.slice(0, -1));
  rmSync(run.headNote);

  expect(verified(run)).toMatchObject({ok: false, verdict: 'TRUNCATED', problems: [{code: 'unsealed', seq: 5}]});
});

test('nothing follows the seal of a finished run, not even what looks like a crash', () => {
  const run = runOnDisk('finished');
  writeFileSync(run.journal, '{"hash":"00', {flag: 'a'});

  expect(verified(run)).toMatchObject({ok: false, verdict: 'DAMAGED'});
  expect(codes(run)).toContain('after-seal');
});

test('a finished run is sealed once: whatever follows its seal is found, also with a seal of its own', () => {
  const journal = memoryJournal(tickingClock());
  const seal = () => draft({type: 'sealed', head: journal.head().hash, entries: journal.head().entries});
  record(journal, [[runStarted()], [draft({type: 'run-ended', outcome: 'recovered'})]]);
  record(journal, [[seal()], [note('one more thing')]]);
  record(journal, [[seal()]]);
  const evidence = {journal: Buffer.from(journal.text()), readFile: () => undefined, outputFiles: []};

  expect(verifyRun(evidence).problems.map(({code, seq}) => `${code} ${seq}`)).toContain('after-seal 2');
});

test('a seal that repeats another head is found though its hash fits', () => {
  const journal = memoryJournal(tickingClock());
  record(journal, [[runStarted()], [draft({type: 'sealed', head: '1'.repeat(64), entries: 1})]]);
  const evidence = {journal: Buffer.from(journal.text()), readFile: () => undefined, outputFiles: []};

  expect(verifyRun(evidence)).toMatchObject({
    verdict: 'REWRITTEN',
    problems: [{code: 'seal', seq: 1}, {code: 'file-missing'}],
  });
});

test('an anchor that the chain contains makes the record anchored', () => {
  const run = runOnDisk('open');
  const hash = headAt(run, 3);

  expect(verified(run, {entries: 3, hash})).toMatchObject({ok: true, verdict: 'OK', anchored: true});
  expect(verified(run, {entries: 3, hash: hash.slice(0, 32)})).toMatchObject({ok: true, anchored: true});
});

test('an anchor shows what a chain alone cannot: an end that was cut off, a story that was written anew', () => {
  const run = runOnDisk('open');
  const [third, last] = [headAt(run, 3), headAt(run, 5)];
  rewrite(run, lines => lines.slice(0, 3));
  const anew = runOnDisk('open', {...tickingClock(), nowMs: () => 0});

  expect(verified(run, {entries: 5, hash: last})).toMatchObject({ok: false, verdict: 'TRUNCATED', anchored: false});
  expect(verified(anew)).toMatchObject({ok: true});
  expect(verified(anew, {entries: 3, hash: third})).toMatchObject({ok: false, verdict: 'REWRITTEN', anchored: false});
});

test('an anchor beyond a damaged entry is neither confirmed nor denied', () => {
  const run = runOnDisk('open');
  const hash = headAt(run, 5);
  rewrite(run, lines => lines.with(2, (lines[2] ?? '').replace('"exit":0', '"exit":1')));

  expect(verified(run, {entries: 5, hash})).toMatchObject({
    verdict: 'DAMAGED',
    anchored: false,
    problems: [{code: 'hash'}],
  });
});

test('a finished run that was replaced by another whole one is rewritten: the note beside it knows', () => {
  const run = runOnDisk('finished');
  writeFileSync(run.headNote, headNote(run.id, {entries: 7, hash: '1'.repeat(64)}));

  expect(verified(run)).toMatchObject({ok: false, verdict: 'REWRITTEN', problems: [{code: 'head-note', seq: 6}]});
});

test('a sealed run without the note is a finding, an open one has none yet', () => {
  const run = runOnDisk('finished');
  rmSync(run.headNote);

  expect(verified(run)).toMatchObject({ok: false, verdict: 'DAMAGED', problems: [{code: 'head-note', seq: null}]});
  expect(verified(runOnDisk('open'))).toMatchObject({ok: true, problems: []});
});
