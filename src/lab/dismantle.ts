/** Takes a lab down and proves that nothing of it is left. */
import {existsSync, readdirSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../base/result.ts';
import {isAlive, type ProcessIdentity, programsIn, serversIn} from '../postgres/process-identity.ts';
import {runningServer} from '../postgres/server.ts';
import {inspectLabDirectory, removeLabDirectory} from './lab-directory.ts';
import {type LabRecord, recordPath, removeLabRecord} from './lab-record.ts';
import {unmountInside} from './mounts.ts';
import {companionPrograms, storePrograms} from './network/companion.ts';

export type Dismantled = {
  /** What was ended and removed, in sentences. */
  readonly removed: readonly string[];
  /** Looked at after the fact: processes, directory, record. */
  readonly proof: readonly string[];
};

/** Longer than an immediate shutdown ever took here; after that the servers are killed. */
const stopWithinMs = 5_000;

/** Ends the processes that work in the lab's directory, removes the directory and then the record. */
export const dismantle = async (stateDir: string, record: LabRecord): Promise<Result<Dismantled>> => {
  const {directory, token, run} = record;
  const state = inspectLabDirectory(directory, token);
  if (state === 'foreign') {
    return fail(
      `${directory} has no marker of this lab, so it is left alone; look at it, then remove ${recordPath(stateDir, run)}`,
    );
  }

  await endApplication(record);
  const ended = state === 'ours' ? await endServers(record) : [];
  signal(storeOf(record), 'SIGKILL');
  await endGently(companionsOf(record));
  const left = [...processesOf(record), ...companionsOf(record).filter(isAlive)];
  if (left.length > 0) {
    return fail(`these processes of the lab do not end: ${left.map(({pid}) => pid).join(', ')}`);
  }

  const unmounted = state === 'ours' ? await unmountInside(directory) : succeed(undefined);
  const gone = unmounted.ok ? removeLabDirectory(directory, token) : unmounted;
  if (!gone.ok) {
    return gone;
  }
  const forgotten = forget(stateDir, run);
  if (!forgotten.ok) {
    return forgotten;
  }

  return existsSync(directory) || existsSync(recordPath(stateDir, run))
    ? fail(`${directory} or its record is still there after it was removed`)
    : succeed({
        removed: [
          ...(ended.length > 0 ? [`ended ${ended.length} processes of ${directory}`] : []),
          ...(state === 'ours' ? [`removed ${directory}`] : []),
        ],
        proof: ['no process works in the lab', 'the directory is gone', 'the record is gone'],
      });
};

const forget = (stateDir: string, run: string): Result<void> => {
  try {
    return succeed(removeLabRecord(stateDir, run));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return fail(`the lab is gone, but its record ${recordPath(stateDir, run)} cannot be removed: ${why}`);
  }
};

/** Before its servers: it would complain about each of them, into a directory that is about to go. */
const endApplication = ({application}: LabRecord): Promise<void> => endGently(application ? [application] : []);

/** What runs beside the servers, also what a step of the runbook started anew in the place of it. */
const companionsOf = ({directory, companions = []}: LabRecord): readonly ProcessIdentity[] => [
  ...companions,
  ...(programsIn(directory, companionPrograms) ?? []),
];

/** Nothing that it keeps is wanted any more, and asked gently it takes five seconds to lay it down. */
const storeOf = ({directory, companions = []}: LabRecord): readonly ProcessIdentity[] => [
  ...companions.filter(({name}) => name.startsWith('store-')),
  ...(programsIn(directory, storePrograms) ?? []),
];

const endGently = async (own: readonly ProcessIdentity[]): Promise<void> => {
  for (const name of ['SIGTERM', 'SIGKILL'] as const) {
    signal(own, name);
    for (const deadlineMs = Date.now() + stopWithinMs; own.some(isAlive) && Date.now() < deadlineMs; ) {
      await delay(20);
    }
  }
};

/** All that work in its directory, by their numbers; without a checkpoint, because all of it goes. */
export const endServers = async (record: LabRecord): Promise<readonly number[]> => {
  const first = processesOf(record);
  const deadlineMs = Date.now() + stopWithinMs;
  for (let left = first; left.length > 0 && Date.now() < deadlineMs; left = processesOf(record)) {
    // To a PostgreSQL server SIGQUIT means: stop now, no checkpoint. Its children follow it. Again and again, because a standby
    // that has just lost its primary calls the restore_command, and while it waits for that a signal is lost on it.
    signal(left, 'SIGQUIT');
    await delay(50);
  }

  signal(processesOf(record), 'SIGKILL');
  while (processesOf(record).length > 0 && Date.now() < deadlineMs + stopWithinMs) {
    await delay(20);
  }
  return first.map(({pid}) => pid);
};

/** Everything that works inside the directory, also a server that a step of the runbook started there. */
const processesOf = ({directory, servers, application}: LabRecord): readonly ProcessIdentity[] => {
  const recorded = [...servers, ...(application ? [application] : [])].filter(isAlive);
  // Where the system does not tell working directories, the servers' own pid files must do.
  const working =
    serversIn(directory) ??
    dataDirectories(directory)
      .map(runningServer)
      .filter(found => found !== null);
  const all = [...recorded, ...working];
  return [...new Map(all.map(({pid, startTicks}) => [pid, {pid, startTicks}])).values()];
};

const dataDirectories = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory, {withFileTypes: true, recursive: true})
      .filter(entry => entry.name === 'postmaster.pid')
      .map(entry => entry.parentPath);
  } catch {
    return [];
  }
};

const signal = (processes: readonly ProcessIdentity[], name: NodeJS.Signals): void => {
  for (const one of processes) {
    try {
      if (isAlive(one)) {
        process.kill(one.pid, name);
      }
    } catch {
      // It ended in between.
    }
  }
};
