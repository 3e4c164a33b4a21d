/** Whole records of runs in memory: journal, files and note, and the head that somebody kept outside. */
import type {Anchor} from '../../src/journal/anchor.ts';
import {headNote} from '../../src/journal/head-note.ts';
import {memoryJournal} from '../../src/journal/memory-journal.ts';
import {sha256} from '../../src/journal/safe-file.ts';
import {began, draft, end, note, record, runStarted, tickingClock} from './journals.ts';

/** A whole record in memory, and the head that somebody kept outside. */
export type RunRecord = {
  readonly lines: readonly string[];
  readonly files: ReadonlyMap<string, Buffer>;
  readonly anchor: Anchor;
  /** The watermark of the last entry: whatever stands up to there was durable before the last write. */
  readonly watermark: number;
  readonly isSealed: boolean;
};

/** Where the head of a finished run is repeated. */
export const noteFile = 'seals/head.note';

/** The run that all these records are of. */
export const recordedRun = '20261123t001957z-accidental-deletion-k7q2xw';
const runbook = Buffer.from('id: accidental_deletion\n');
const outline = Buffer.from('{}');

/** So many tables copied, each with its output; open, or ended and sealed. */
export const makeRunRecord = (tables: number, isSealed: boolean): RunRecord => {
  const journal = memoryJournal(tickingClock());
  const files = new Map([
    ['runbook.yaml', runbook],
    ['outline.json', outline],
  ]);
  const digests = {
    files: [{path: 'runbook.yaml', sha256: sha256(runbook)}],
    outline: {file: 'outline.json', sha256: sha256(outline)},
  };
  record(journal, [[runStarted({run: recordedRun, ...digests})]]);
  for (let table = 0; table < tables; table += 1) {
    const step = `copy_${table}`;
    const bytes = Buffer.from(`restored ${table} rows\n`);
    const output = {file: `output/${step}#1.log`, bytes: bytes.length, sha256: sha256(bytes)};
    files.set(output.file, bytes);
    record(journal, [
      [began(step)],
      [draft({type: 'succeeded', step, attempt: 1, output}), note(`table ${table} is back`)],
    ]);
  }
  if (isSealed) {
    end(journal);
    files.set(noteFile, Buffer.from(headNote(recordedRun, journal.head())));
  }
  const facts = journal.facts();
  const lines = journal.text().split(/(?<=\n)/);
  return {lines, files, anchor: journal.head(), watermark: facts.at(-1)?.sync ?? -1, isSealed};
};
