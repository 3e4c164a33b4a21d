/** The directory of a run: its paths, making it, and finding it again by what a person types. */
import {mkdirSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {scan} from './chain.ts';
import {nodeDisk} from './disk.ts';
import {diskFailure, errorCode} from './disk-failure.ts';
import {isRunId, nearestRunIds} from './run-id.ts';
import {readRunJournal} from './run-journal.ts';
import {makeDirectory} from './state-directory.ts';

/** Absolute paths of a run; docs/design/journal-format.md says what stands there. */
export type RunDirectory = {
  readonly id: string;
  readonly path: string;
  readonly journal: string;
  readonly outline: string;
  readonly output: string;
  readonly evidence: string;
  readonly seals: string;
  readonly headNote: string;
  readonly lock: string;
};

/** In the directory of a drill in which things go wrong on purpose: what, sealed until its end. */
export const sealedInjects = 'injects.sealed';

/** The paths of a run in a state directory; whether it is there is not looked at. */
export const runDirectory = (state: string, id: string): RunDirectory => {
  const path = join(state, 'runs', id);
  return {
    id,
    path,
    journal: join(path, 'journal.jsonl'),
    outline: join(path, 'outline.json'),
    output: join(path, 'output'),
    evidence: join(path, 'evidence'),
    seals: join(path, 'seals'),
    headNote: join(path, 'seals', 'head.note'),
    lock: join(path, 'lock'),
  };
};

/**
 * Makes the directory of a new run, for its owner alone; its name is durable, what stands in it when its journal is begun.
 * Fails when there is a run of that name.
 */
export const createRun = (state: string, id: string): Result<RunDirectory> => {
  const run = runDirectory(state, id);
  const runs = makeDirectory(join(state, 'runs'));
  if (!runs.ok) {
    return runs;
  }
  try {
    for (const path of [run.path, run.output, run.evidence, run.seals]) {
      mkdirSync(path, {mode: 0o700});
    }
    nodeDisk.syncDirectory(join(state, 'runs'));
    return succeed(run);
  } catch (error) {
    return fail(diskFailure(error, {path: run.path, then: 'start the run again'}));
  }
};

/** The ids of all runs, oldest first; none when nothing was ever run. Fails when the directory cannot be read. */
export const listRuns = (state: string): Result<readonly string[]> => {
  const path = join(state, 'runs');
  try {
    return succeed(readdirSync(path).filter(isRunId).sort());
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? succeed([]) : fail(diskFailure(error, {path, then: 'try again'}));
  }
};

/** Finds the one run that a person means by its id, by the beginning of its id, or by its last six characters. */
export const findRun = (state: string, wanted: string): Result<RunDirectory> => {
  const runs = listRuns(state);
  if (!runs.ok) {
    return runs;
  }
  const ids = runs.value;
  const meant = ids.filter(
    id => id === wanted || (wanted !== '' && (id.startsWith(wanted) || id.endsWith(`-${wanted}`))),
  );
  const [id] = meant;
  if (id !== undefined && (meant.length === 1 || meant.includes(wanted))) {
    return succeed(runDirectory(state, meant.includes(wanted) ? wanted : id));
  }
  return fail(meant.length > 1 ? ambiguous(wanted, meant) : unknownRun(wanted, ids));
};

const shownMax = 5;

const ambiguous = (wanted: string, meant: readonly string[]): string => {
  const more = meant.length > shownMax ? ` and ${meant.length - shownMax} more` : '';
  return `"${wanted}" may mean ${meant.slice(-shownMax).join(', ')}${more}; type more of the one you mean, or its last six characters.`;
};

const unknownRun = (wanted: string, ids: readonly string[]): string => {
  if (ids.length === 0) {
    return `There is no run "${wanted}": nothing has been run with this state directory yet.`;
  }
  const near = nearestRunIds(wanted, ids);
  return near.length > 0
    ? `There is no run "${wanted}". Did you mean ${near.join(' or ')}?`
    : `There is no run "${wanted}". The latest is ${ids.at(-1)}; \`lifeboat runs\` lists all.`;
};

/** Removes a run that never started, and no other: its journal must be missing or hold nothing. The caller holds its lock. */
export const removeRun = (run: RunDirectory): Result<void> => {
  const bytes = readRunJournal(run.journal);
  const found = bytes.ok ? scan(bytes.value.bytes) : undefined;
  const isEmpty = found
    ? found.facts.length === 0 && found.end.kind !== 'damaged'
    : !bytes.ok && bytes.reason.kind === 'missing';
  if (!isEmpty) {
    return fail(`${run.id} is not removed: its journal holds something, or cannot be read.`);
  }
  try {
    rmSync(run.path, {recursive: true});
    return succeed(undefined);
  } catch (error) {
    return fail(diskFailure(error, {path: run.path, then: 'try again'}));
  }
};
