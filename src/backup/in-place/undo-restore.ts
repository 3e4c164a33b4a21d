/** Takes a restore in place back: the old data return to their place, and what was restored is kept beside them. */
import {existsSync, renameSync, rmSync} from 'node:fs';
import {dirname} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {type FoundServer, findServer} from '../../postgres/found-server.ts';
import {type ServerTools, stopServer} from '../../postgres/server.ts';
import {findServerBinaries} from '../../postgres/server-binaries.ts';
import {findOwner} from '../../postgres/server-user.ts';
import {type Hindrance, impossible, unsafe} from './hindrance.ts';
import {type Confirmed, checkServer} from './identity.ts';
import {checkPlace, type Surroundings} from './place.ts';
import {type RestoreRecord, readRecord, syncDirectory, workingOn, writeRecord} from './record.ts';
import {startAgain} from './recovered.ts';

export type Undo = {
  readonly dataDirectory: string;
  readonly surroundings: Surroundings;
  /** Needed where the restored server was started again since: people may work on it for days by then. */
  readonly confirmed: Confirmed;
  readonly stopWithinMs: number;
  readonly timeoutMs: number;
};

export type Undone = {
  readonly directory: string;
  /** False where there was nothing to take back. */
  readonly undone: boolean;
  /** Where the restored data lie now, with all that was written to them. */
  readonly restoredDirectory: string | null;
  readonly isRunning: boolean;
  readonly notes: readonly string[];
};

/** Once taken back, it is not taken back again. The server runs afterwards if it ran before the restore. */
export const undoRestore = async (undo: Undo): Promise<Result<Undone, Hindrance>> => {
  const directory = checkPlace(undo.dataDirectory, undo.surroundings);
  if (!directory.ok) {
    return directory;
  }
  const record = readRecord(directory.value);
  if (record?.phase === 'undone' && record.result?.awaitsStart === true) {
    return finishUndo(undo, record);
  }
  if (record === null || record.phase === 'undone') {
    return succeed({
      directory: directory.value,
      undone: false,
      restoredDirectory: null,
      isRunning: findServer(directory.value).process !== null,
      notes: [],
    });
  }
  const other = workingOn(record);
  if (other !== null) {
    return unsafe(`Another program (process ${other}) restores ${directory.value} right now.`, 'Stop it first.');
  }
  if (record.isDelta && record.phase !== 'preparing') {
    return unsafe(
      `The files of ${directory.value} were changed in place (--delta), so there is nothing to put back.`,
      'Restore again from an earlier backup, or go on with what is there.',
    );
  }
  const mayStop = checkRestored(undo.confirmed, record);
  if (!mayStop.ok) {
    return mayStop;
  }
  try {
    return await putBack(undo, record);
  } catch (thrown) {
    return impossible(
      `The old data cannot be put back: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Run this again; nothing is deleted by it.',
    );
  }
};

/** What the restore itself started may be stopped; what was started since must be confirmed. */
const checkRestored = (confirmed: Confirmed, {phase, result, directory}: RestoreRecord): Result<void, Hindrance> => {
  const server = findServer(directory);
  const isOwn = phase !== 'finished' || Date.parse(String(result?.startedAt)) === server.startedAtMs;
  return isOwn && confirmed.started === undefined ? succeed(undefined) : checkServer(directory, server, confirmed);
};

const putBack = async (undo: Undo, record: RestoreRecord): Promise<Result<Undone, Hindrance>> => {
  const {directory, oldDirectory, restoring} = record;
  const isMoved = oldDirectory !== null && existsSync(oldDirectory);
  if (isMoved) {
    const stopped = await stopServer(directory, 'fast', undo.stopWithinMs);
    if (!stopped.ok) {
      return impossible(
        `${stopped.reason}.`,
        'Run this again, or end it with lifeboat backup stop-server --immediate.',
      );
    }
    if (existsSync(directory)) {
      renameSync(directory, undonePath(record));
    }
    renameSync(oldDirectory, directory);
    syncDirectory(dirname(directory));
  }
  if (record.phase !== 'finished') {
    rmSync(restoring, {recursive: true, force: true});
  }
  // Before the start, which may fail: a restore that went on from here would take the old data for the restored ones.
  const undone = {...record, phase: 'undone', result: {awaitsStart: record.server.wasRunning}} as const;
  return finishUndo(undo, writeRecord(undone));
};

const finishUndo = async (undo: Undo, record: RestoreRecord): Promise<Result<Undone, Hindrance>> => {
  const {directory} = record;
  const running = record.server.wasRunning ? await start(undo, record) : succeed(findServer(directory));
  if (!running.ok) {
    return running;
  }
  writeRecord({...record, result: null});
  const restoredDirectory = undonePath(record);
  const isKept = existsSync(restoredDirectory);
  return succeed({
    directory,
    undone: true,
    restoredDirectory: isKept ? restoredDirectory : null,
    isRunning: running.value.process !== null,
    notes: isKept
      ? [
          'The archive now also holds the timeline of what was taken back; a restore in place does not follow it, other tools are told the timeline.',
        ]
      : [],
  });
};

/** Where the restored data go. */
const undonePath = ({directory, beganAt}: RestoreRecord): string =>
  `${directory}.undone-${beganAt.replaceAll(/[-:]|\.\d+/g, '')}`;

const start = async (
  {timeoutMs}: Undo,
  {directory, server}: RestoreRecord,
): Promise<Result<FoundServer, Hindrance>> => {
  const tools = await toolsOf(directory, server.words);
  const started = tools.ok ? await startAgain({directory, tools: tools.value, ...server, timeoutMs}) : tools;
  return started.ok ? succeed(findServer(directory)) : started;
};

/** The programs that a server was started by, and the account of its files. */
export const toolsOf = async (
  directory: string,
  words: RestoreRecord['server']['words'],
): Promise<Result<ServerTools, Hindrance>> => {
  const user = findOwner(directory);
  const own = words === null ? undefined : dirname(words.program);
  const binaries = user.ok ? await findServerBinaries(user.value, {choice: own}) : user;
  return user.ok && binaries.ok
    ? succeed({user: user.value, binaries: binaries.value})
    : impossible(`${user.ok ? (binaries.ok ? '' : binaries.reason) : user.reason}.`, 'Start the server by hand.');
};
