/** Takes the evidence that `verifyRun` judges from the directory of a run. */
import {readdirSync} from 'node:fs';
import type {RunDirectory} from '../run-directory.ts';
import {digestRunFile, readRunFile} from '../run-files.ts';
import {readRunJournal} from '../run-journal.ts';
import type {Evidence} from './verify-files.ts';

/** Reads the journal now, and the other files when they are asked for. What cannot be read is missing. */
export const runEvidence = (run: RunDirectory): Evidence => {
  const journal = readRunJournal(run.journal);
  return {
    journal: journal.ok ? journal.value.bytes : undefined,
    missing: journal.ok ? journal.value.missing : [],
    readFile: relative => readRunFile(run, relative),
    digestOf: relative => digestRunFile(run, relative),
    outputFiles: namesIn(run.output),
  };
};

const namesIn = (path: string): readonly string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};
