/** The interrupted run that somebody means who names none. */
import {type Result, succeed} from '../base/result.ts';
import {readJournal} from '../journal/read-journal.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {latestWithoutNote, unfinishedRuns} from '../journal/unfinished-runs.ts';
import {type Refusal, refuse} from './refusal.ts';

/**
 * The newest one, drills last; nothing where all are finished. A drill that lost its lab must never stand before an incident
 * that waits. Where none waits it is one that has ended and lacks its note, without which it does not verify.
 */
export const newestUnfinished = (state: string): Result<RunDirectory | undefined, Refusal> => {
  const runs = unfinishedRuns(state);
  return runs.ok
    ? succeed(runs.value.find(run => !isDrill(run)) ?? runs.value[0] ?? latestWithoutNote(state))
    : refuse('usage', runs.reason);
};

const isDrill = ({journal}: RunDirectory): boolean => {
  const scan = readJournal(journal);
  const first = scan.ok ? scan.value.facts[0] : undefined;
  return first?.type === 'run-started' && first.mode === 'drill';
};
