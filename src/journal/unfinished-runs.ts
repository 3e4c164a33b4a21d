/** Which runs can be gone on with: told from the end of each journal, without reading all of it. */
import {existsSync} from 'node:fs';
import type {Result} from '../base/result.ts';
import {succeed} from '../base/result.ts';
import {readLine} from './entry.ts';
import {readJournal} from './read-journal.ts';
import type {RunDirectory} from './run-directory.ts';
import {listRuns, runDirectory} from './run-directory.ts';
import {newestSegment} from './run-journal.ts';
import {readEnd} from './safe-file.ts';

/** The end of a run and its seal stand close together: two entries of the longest kind fit in here. */
const endBytes = 128 * 1024;

/** The run that began last; nothing when there is none. */
export const latestRun = (state: string): Result<RunDirectory | undefined> => {
  const runs = listRuns(state);
  const id = runs.ok ? runs.value.at(-1) : undefined;
  return runs.ok ? succeed(id === undefined ? undefined : runDirectory(state, id)) : runs;
};

/** The runs that have not ended or are not sealed, the latest first; those that never started are among them. */
export const unfinishedRuns = (state: string): Result<readonly RunDirectory[]> => {
  const runs = listRuns(state);
  return runs.ok ? succeed(runs.value.toReversed().flatMap(id => openOnly(runDirectory(state, id)))) : runs;
};

/** The latest run that has ended and lacks the note of its head: the program died between the seal and the note. */
export const latestWithoutNote = (state: string): RunDirectory | undefined => {
  const runs = listRuns(state);
  const all = runs.ok ? runs.value.map(id => runDirectory(state, id)) : [];
  return all.findLast(run => !existsSync(run.headNote) && isFinished(run));
};

const openOnly = (run: RunDirectory): readonly RunDirectory[] => (isFinished(run) ? [] : [run]);

/** Whether the last lines are the end of a run and its seal. A quick look for lists; `verifyRun` is the judge. */
export const isFinished = (run: RunDirectory): boolean => {
  const types = newestSegment(run.journal) === run.journal ? lastTypes(run) : allTypes(run);
  return types.at(-1) === 'sealed' && types.includes('run-ended');
};

const lastTypes = (run: RunDirectory): readonly string[] => {
  const end = readEnd(run.journal, endBytes);
  return end.ok
    ? end.value
        .toString('latin1')
        .split('\n')
        // What follows the last line feed is no entry yet.
        .slice(0, -1)
        .flatMap(line => {
          const entry = readLine(Buffer.from(line, 'latin1'));
          return entry.ok ? [entry.value.fact.type] : [];
        })
    : [];
};

/** The end and the seal may stand in two files, and such journals are few. */
const allTypes = (run: RunDirectory): readonly string[] => {
  const scan = readJournal(run.journal);
  return scan.ok ? scan.value.facts.map(({type}) => type) : [];
};
