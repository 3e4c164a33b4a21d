/** Whole runs on the disk, as the engine leaves them: with journal, pinned text, output and note; and ways to look at them. */
import {writeFileSync} from 'node:fs';
import type {Clock} from '../../src/base/clock.ts';
import type {Anchor} from '../../src/journal/anchor.ts';
import {scan} from '../../src/journal/chain.ts';
import {createJournal} from '../../src/journal/file-journal.ts';
import type {Draft} from '../../src/journal/journal.ts';
import type {RunDirectory} from '../../src/journal/run-directory.ts';
import {createRun} from '../../src/journal/run-directory.ts';
import {pinFile, writeHeadNote, writeRunFile} from '../../src/journal/run-files.ts';
import {sha256} from '../../src/journal/safe-file.ts';
import {runEvidence} from '../../src/journal/verify/run-evidence.ts';
import type {Verification} from '../../src/journal/verify/verify.ts';
import {verifyRun} from '../../src/journal/verify/verify.ts';
import {began, draft, end, note, record, runStarted, temporaryDirectory, tickingClock} from './journals.ts';

/** A line of a file. */
export const text = (words: string): Buffer => Buffer.from(`${words}\n`);

const runbook = text('id: accidental_deletion');
const outline = text('{}');
const output = text('restored 17 rows');

const facts = (): readonly (readonly Draft[])[] => {
  const printed = {file: 'output/restore_rows#1.log', bytes: output.length, sha256: sha256(output)};
  return [
    [
      runStarted({
        files: [{path: 'runbook.yaml', sha256: sha256(runbook)}],
        outline: {file: 'outline.json', sha256: sha256(outline)},
      }),
    ],
    [began('restore_rows')],
    [draft({type: 'performed', step: 'restore_rows', attempt: 1, result: {exit: 0}, output: printed})],
    [draft({type: 'succeeded', step: 'restore_rows', attempt: 1, output: printed}), note('tell the venue')],
  ];
};

/** A run of 5 entries that is open, or of 7 that has ended and is sealed. */
export const runOnDisk = (state: 'open' | 'finished', clock: Clock = tickingClock()): RunDirectory => {
  const run = createRun(temporaryDirectory(), '20261123t001957z-accidental-deletion-k7q2xw');
  const journal = run.ok ? createJournal({path: run.value.journal, clock}) : run;
  if (!(run.ok && journal.ok)) {
    throw new Error('a run on the disk');
  }
  pinFile(run.value, {path: 'runbook.yaml', bytes: runbook});
  writeRunFile(run.value, {path: 'outline.json', bytes: outline});
  writeRunFile(run.value, {path: 'output/restore_rows#1.log', bytes: output});
  record(journal.value, facts());
  if (state === 'finished') {
    end(journal.value);
    writeHeadNote(run.value, journal.value.head());
  }
  journal.value.close();
  return run.value;
};

const journalOf = (run: RunDirectory): Buffer => Buffer.from(runEvidence(run).journal ?? []);

/** Puts other lines in the place of a journal's lines. */
export const rewrite = (run: RunDirectory, change: (lines: readonly string[]) => readonly string[]): void => {
  const lines = journalOf(run).toString('utf8').trimEnd().split('\n');
  writeFileSync(
    run.journal,
    change(lines)
      .map(line => `${line}\n`)
      .join(''),
  );
};

export const verified = (run: RunDirectory, anchor?: Anchor): Verification => verifyRun(runEvidence(run), {anchor});

/** The codes of the problems found, in their order. */
export const codes = (run: RunDirectory): readonly string[] => verified(run).problems.map(({code}) => code);

/** The hash after so many entries. */
export const headAt = (run: RunDirectory, entries: number): string => scan(journalOf(run)).hashes[entries - 1] ?? '';
