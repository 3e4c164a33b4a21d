/** A sealed run without its note: the program died between the two, or somebody tidied up. */
import {existsSync, mkdirSync} from 'node:fs';
import {readJournal} from '../journal/read-journal.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {writeHeadNote} from '../journal/run-files.ts';

/** Writes the note again, which only repeats the head of a whole chain, and gives a sentence about it; empty where nothing lacks. */
export const mendHeadNote = (directory: RunDirectory): string => {
  const scan = readJournal(directory.journal);
  const hash = scan.ok && scan.value.end.kind === 'whole' ? scan.value.hashes.at(-1) : undefined;
  if (!scan.ok || hash === undefined || existsSync(directory.headNote)) {
    return '';
  }
  mkdirSync(directory.seals, {recursive: true, mode: 0o700});
  const noted = writeHeadNote(directory, {entries: scan.value.facts.length, hash});
  return noted.ok ? ' Its seals/head.note was missing and is written again.' : ` ${noted.reason}`;
};
