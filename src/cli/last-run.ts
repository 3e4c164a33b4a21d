/** The last run of the same runbook, as the ghost of another one. */
import {existsSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {lineBytesMax, readLine} from '../journal/entry.ts';
import {listRuns, type RunDirectory, runDirectory, sealedInjects} from '../journal/run-directory.ts';
import {isNamedFor} from '../journal/run-id.ts';
import {readStart} from '../journal/safe-file.ts';
import {isFinished} from '../journal/unfinished-runs.ts';
import type {Mode} from '../run/event.ts';
import {type Ghost, ghostOf} from '../run/ghost.ts';
import {stateOf} from './beside.ts';
import {type RecordedRun, readRun} from './recorded-run.ts';

/** Longer records would take longer to read than anybody waits for a key. */
const journalBytesMax = 4 * 1024 * 1024;

/** So many runs of the runbook are looked at for one of the same mode. */
const runsMax = 20;

type Like = {readonly runbook: string; readonly mode: Mode; readonly variant?: string | undefined};

/**
 * Of the runs that began before and have ended the newest of the same variant and mode, else of the same mode, else the newest;
 * drills in which things went wrong on purpose tell no times. A record that cannot be read
 * says nothing here, and one that another version wrote may throw anything: a ghost must never harm the run that is beside
 * it, so there is none then, and `failed` hears why.
 */
export const ghostBefore = (run: RunDirectory, like: Like, failed: (error: unknown) => void): Ghost | undefined => {
  try {
    return ghostAmong(run, like);
  } catch (error) {
    failed(error);
    return undefined;
  }
};

/** Of a run that is only looked at: found once, when it is asked for. Nothing is folded for it, least of all the run itself. */
export const ghostOfRecord = (
  {directory, outline, facts}: Pick<RecordedRun, 'directory' | 'outline' | 'facts'>,
  failed: (error: unknown) => void,
): (() => Ghost | undefined) => {
  const [first] = facts;
  let found: {readonly ghost: Ghost | undefined} | undefined;
  return () => {
    if (first?.type === 'run-started') {
      found ??= {
        ghost: ghostBefore(directory, {runbook: outline.id, mode: first.mode, variant: first.variant}, failed),
      };
    }
    return found?.ghost;
  };
};

const ghostAmong = (run: RunDirectory, like: Like): Ghost | undefined => {
  const state = stateOf(run.path);
  const ids = listRuns(state);
  const former = (ids.ok ? ids.value : [])
    .filter(id => id < run.id)
    .toReversed()
    .filter(id => isNamedFor(id, like.runbook))
    .slice(0, runsMax)
    .map(id => runDirectory(state, id))
    .filter(directory => !existsSync(join(directory.path, sealedInjects)))
    .flatMap(directory => {
      const first = firstOf(directory);
      return first?.runbook === like.runbook && isReadable(directory) ? [{...first, directory}] : [];
    });
  const sameMode = former.filter(({mode}) => mode === like.mode);
  const last = sameMode.find(({variant}) => variant === like.variant) ?? sameMode[0] ?? former[0];
  const read = last && readRun(last.directory);
  return read?.ok ? ghostOf(read.value.state) : undefined;
};

const firstOf = ({journal}: RunDirectory): Like | undefined => {
  const start = readStart(journal, lineBytesMax + 1);
  const end = start.ok ? start.value.indexOf('\n') : -1;
  const entry = start.ok && end !== -1 ? readLine(start.value.subarray(0, end)) : undefined;
  const fact = entry?.ok ? entry.value.fact : undefined;
  return fact?.type === 'run-started' ? {runbook: fact.runbook.id, mode: fact.mode, variant: fact.variant} : undefined;
};

const isReadable = (directory: RunDirectory): boolean =>
  (statSync(directory.journal, {throwIfNoEntry: false})?.size ?? 0) <= journalBytesMax && isFinished(directory);
