/** A run as it stands on disk: facts, outline and output, read without writing anything. */

import {type Result, succeed} from '../base/result.ts';
import {headWords} from '../journal/head-words.ts';
import {readJournal} from '../journal/read-journal.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {readRunFile, readRunFileEnd} from '../journal/run-files.ts';
import {sha256} from '../journal/safe-file.ts';
import type {Fact} from '../run/event.ts';
import {fold} from '../run/fold.ts';
import type {Outline} from '../run/outline.ts';
import {attemptFileName} from '../run/path.ts';
import {type Pinned, pinnedNow} from '../run/pinned.ts';
import type {Recording} from '../run/replay/recording.ts';
import type {RunState} from '../run/state.ts';
import {printedFile} from './printed-file.ts';
import {type Refusal, refuse} from './refusal.ts';

export type RecordedRun = Recording & {readonly directory: RunDirectory; readonly state: RunState};

/** Lines of one attempt's output that a screen can hold. */
const outputLinesMax = 500;

/** Reads the whole record. A journal without a first fact, or an outline that is not the recorded one, is a refusal. */
export const readRun = (directory: RunDirectory): Result<RecordedRun, Refusal> => {
  const scan = readJournal(directory.journal);
  if (!scan.ok) {
    return refuse('unverified', scan.reason, `lifeboat verify ${directory.id} says more.`);
  }
  const {facts, hashes, end} = scan.value;
  // What stands before the damage would read like a run that is still open.
  if (end.kind === 'damaged') {
    const message = `The journal of ${directory.id} is damaged: entry ${facts.length} ${end.problem.message}.`;
    return refuse('unverified', message, `lifeboat verify ${directory.id} says more.`);
  }
  const outline = readOutline(directory, facts);
  if (!outline.ok) {
    return outline;
  }
  let state: RunState | undefined;
  return succeed({
    directory,
    outline: outline.value,
    facts,
    // A replay folds the facts in its own way; in a long record each time takes as long as reading it.
    get state() {
      state ??= fold(outline.value, facts);
      return state;
    },
    output: recordedOutput(directory),
    printed: (path, attempt) => printedFile(directory, path, attempt),
    words: entries => headWords(hashes[entries - 1] ?? ''),
  });
};

/** What its facts come to. A chain may hold while they fit no state: a later version wrote them, or somebody's hand. */
export const understood = (run: Pick<RecordedRun, 'state' | 'directory'>): Result<RunState, Refusal> => {
  try {
    return succeed(run.state);
  } catch (error) {
    const {id} = run.directory;
    const message = `The record of ${id} is not understood (${wordsOf(error)}).`;
    return refuse('unverified', message, `lifeboat verify ${id} says more.`);
  }
};

/** Something that was thrown, in words. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The outline that counts: its digest stands in the first fact, or in that of the last amendment. */
export const readOutline = (directory: RunDirectory, facts: readonly Fact[]): Result<Outline, Refusal> => {
  const pinned = pinnedNow(facts);
  return pinned
    ? outlineOfVersion(directory, pinned)
    : refuse('unverified', `Run ${directory.id} has no first fact: it never began.`);
};

export const outlineOfVersion = (
  directory: RunDirectory,
  {outline}: Pick<Pinned, 'outline'>,
): Result<Outline, Refusal> => {
  const bytes = readRunFile(directory, outline.file);
  if (!bytes || sha256(bytes) !== outline.sha256) {
    return refuse('unverified', `${outline.file} of run ${directory.id} is not the one that was recorded.`);
  }
  return succeed(JSON.parse(bytes.toString('utf8')) as Outline);
};

/** What attempts printed, as the record has it: also those of sessions that are over. */
export const recordedOutput =
  (directory: RunDirectory): Recording['output'] =>
  (path, attempt) =>
    outputOf(directory, `output/${attemptFileName(path, attempt)}.log`);

/** A step may have printed more than a text can be long. */
const outputBytesMax = 2_097_152;

const outputOf = (directory: RunDirectory, file: string): readonly string[] => {
  const bytes = readRunFileEnd(directory, file, outputBytesMax);
  if (!bytes || bytes.length === 0) {
    return [];
  }
  const lines = bytes.toString('utf8').trimEnd().split('\n');
  // The first line may lack its beginning.
  return (bytes.length === outputBytesMax ? lines.slice(1) : lines).slice(-outputLinesMax);
};
