/** One run of the state directory in brief, whatever is wrong with its directory: a list must never hang on one of them. */

import {existsSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {formatBytes} from '../../base/size.ts';
import {diskFailure} from '../../journal/disk-failure.ts';
import {holderOf, isLocked} from '../../journal/lock.ts';
import {readJournal} from '../../journal/read-journal.ts';
import type {RunDirectory} from '../../journal/run-directory.ts';
import {readRunFile} from '../../journal/run-files.ts';
import {newestSegment} from '../../journal/run-journal.ts';
import {isFinished} from '../../journal/unfinished-runs.ts';
import {recordPath} from '../../lab/lab-record.ts';
import {parsePlan} from '../../plan/parse-plan.ts';
import type {OpenRun, Phones} from '../../report/home/home.ts';
import {briefOf, type RunBrief} from '../../run/brief.ts';
import {exerciseOf} from '../../run/exercise.ts';
import {runTimeAt} from '../../run/run-time.ts';
import type {RunState} from '../../run/state.ts';
import {readRun, understood, wordsOf} from '../recorded-run.ts';
import {type BriefCache, journalFile} from './brief-cache.ts';

/** Of a longer record nothing is read here: it would take a second and more. A usual run has a hundredth of it. */
const journalBytesMax = 64 * 1024 * 1024;

export type ReadRun =
  | {readonly is: 'over'; readonly brief: RunBrief}
  | {readonly is: 'open'; readonly open: OpenRun}
  /** It is not known what it is; a sentence says why. */
  | {readonly is: 'trouble'; readonly sentence: string};

/** The brief that is kept of a run that is over; nothing where it has to be read. */
export const knownBrief = ({id, journal}: RunDirectory, cache: BriefCache): RunBrief | undefined => {
  try {
    const file = journalFile(journal);
    return file && cache.get(id, file.stamp);
  } catch {
    return undefined;
  }
};

/** Reads the record. What cannot be read, or is not understood once it is looked at, is told and hides no other run. */
export const readOneRun = (directory: RunDirectory, cache: BriefCache): ReadRun => {
  try {
    return readRecord(directory, cache);
  } catch (error) {
    return {is: 'trouble', sentence: withMore(directory, `The record of ${directory.id} is odd (${wordsOf(error)}).`)};
  }
};

const readRecord = (directory: RunDirectory, cache: BriefCache): ReadRun => {
  const file = fileOf(directory);
  if (!file.ok) {
    return {is: 'trouble', sentence: file.reason};
  }
  const {id} = directory;
  if (file.value === undefined || (file.value.isFile && file.value.bytes === 0)) {
    return {is: 'open', open: {run: id, stands: 'never-began'}};
  }
  if (!file.value.isFile) {
    return {is: 'trouble', sentence: `The journal of ${id} is no file: look at it, and at who put it there.`};
  }
  if (file.value.bytes > journalBytesMax) {
    return {is: 'trouble', sentence: tooLong(directory, file.value.bytes)};
  }
  const run = readRun(directory);
  if (!run.ok) {
    return unread(directory, run.reason.message);
  }
  const known = understood(run.value);
  if (!known.ok) {
    return {is: 'trouble', sentence: withMore(directory, known.reason.message)};
  }
  const state = known.value;
  const brief = briefOf(state, runTimeAt(state, Date.now()));
  if (state.status !== 'ended' || run.value.facts.at(-1)?.type !== 'sealed') {
    return {is: 'open', open: standing(directory, brief, wasBrokenInLab(state) && !hasLab(directory))};
  }
  // What goes on in another file, after a disk has failed, is looked for each time: such runs are few.
  const over = {...brief, exercise: exerciseOf(state, run.value.facts)};
  if (newestSegment(directory.journal) === directory.journal) {
    cache.put(id, file.value.stamp, over);
  }
  return {is: 'over', brief: over};
};

const fileOf = ({id, path, journal}: RunDirectory): Result<ReturnType<typeof journalFile>> => {
  try {
    return statSync(path).isDirectory()
      ? succeed(journalFile(journal))
      : fail(`${id} in the state directory is no directory of a run: look at it, and take it away.`);
  } catch (error) {
    return fail(`Run ${id} cannot be read: ${diskFailure(error, {path, then: 'try again'})}`);
  }
};

const unread = (directory: RunDirectory, message: string): ReadRun => {
  const scan = readJournal(directory.journal);
  return scan.ok && scan.value.facts.length === 0 && scan.value.end.kind !== 'damaged'
    ? {is: 'open', open: {run: directory.id, stands: 'never-began'}}
    : {is: 'trouble', sentence: withMore(directory, message)};
};

const withMore = ({id}: RunDirectory, message: string): string => `${message} \`lifeboat verify ${id}\` says more.`;

const tooLong = (directory: RunDirectory, bytes: number): string => {
  const end = isFinished(directory) ? 'It is over' : 'It has not come to its end';
  return `The record of ${directory.id} has ${formatBytes(bytes)} and is not read here. ${end}; \`lifeboat show ${directory.id}\` reads it.`;
};

/** A drill at a table has no lab that it could lose. */
const wasBrokenInLab = ({mode, events}: RunState): boolean =>
  mode === 'drill' && [...events.values()].some(({source}) => source === 'lab');

const hasLab = ({id, path}: RunDirectory): boolean => existsSync(recordPath(join(path, '..', '..'), id));

const standing = (directory: RunDirectory, brief: RunBrief, labIsGone: boolean): OpenRun => {
  const {id: run, lock} = directory;
  const phones = phonesIn(directory);
  return isLocked(lock)
    ? {run, stands: 'held-elsewhere', brief, phones, holder: holderOf(lock) ?? null}
    : {run, stands: 'free', brief, phones, labIsGone};
};

/** Of the plan that was pinned; an amendment changes the runbook and not whom it calls. */
const phonesIn = (directory: RunDirectory): Phones => {
  const text = readRunFile(directory, 'plan.yaml');
  const contacts = text ? (parsePlan(text.toString('utf8')).plan?.contacts ?? {}) : {};
  return Object.fromEntries(
    Object.entries(contacts).flatMap(([contact, {phone}]) => (phone === undefined ? [] : [[contact, phone]])),
  );
};
