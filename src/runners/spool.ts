/** Where an attempt's raw output, script and password file lie while it runs. */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import {basename, join} from 'node:path';
import {spawnedIn} from './record.ts';
import {pointPath} from './spool-hole.ts';

/** The files of one attempt; none of them outlives its session as a rule. */
export type SpoolFiles = {
  readonly out: string;
  readonly err: string;
  readonly script: string;
  readonly passfile: string;
};

/** The name of a probe's files: several of one attempt may run at once, and again and again. */
export const probeName = (attemptName: string, session: number, count: number): string =>
  `${attemptName}.probe-${session}-${count}`;

/** Of a retired file nothing is needed once its outcome is on the disk, which is long before this. */
const sweepAfterMs = 1_000;

/** Whether the facts of former sessions tell how an attempt ended, by its name in file names. */
export type IsOver = (attempt: string) => boolean;

export type Spool = {
  /** From now on nothing goes while that is so: what an outcome was told from is needed until the outcome is on a disk. */
  readonly keepWhile: (isNeeded: () => boolean) => void;
  /** Names the files of an attempt. What may hold secrets lies in memory where the host has a place for that. */
  readonly files: (name: string, hasSecrets: boolean) => SpoolFiles;
  /** Where keepers of a session record what they did. */
  readonly recordPath: (session: number) => string;
  /** Says that these are no longer needed once the caller has recorded what it was told. */
  readonly retire: (paths: readonly string[]) => void;
  /** Removes what was retired before; called when an action begins, because what led to it is then on disk, and soon by itself. */
  readonly sweep: () => void;
  /** Removes what was retired, and the place in memory when that is empty. */
  readonly close: () => void;
};

/**
 * Makes the spool of a run: `spool/` in its directory, and on demand a directory below $XDG_RUNTIME_DIR. What a kill left
 * of probes and of attempts whose end is recorded goes, wherever a former session had put it: nobody asks for it again,
 * and it may hold secrets.
 */
export const openSpool = (runDir: string, runtimeDir: string | undefined, isOver: IsOver = () => false): Spool => {
  const onDisk = join(runDir, 'spool');
  mkdirSync(onDisk, {recursive: true, mode: 0o700});
  const inMemory =
    runtimeDir !== undefined && isOurs(runtimeDir) ? join(runtimeDir, 'lifeboat', basename(runDir)) : undefined;
  const places = [onDisk, ...(inMemory === undefined ? [] : [inMemory])];
  removeFiles([...places.flatMap(filesIn), ...filesRecordedIn(onDisk)].filter(path => isLeftOver(path, isOver)));
  let isMemoryMade = false;

  const directory = (hasSecrets: boolean): string => {
    if (!hasSecrets || inMemory === undefined) {
      return onDisk;
    }
    if (!isMemoryMade) {
      mkdirSync(inMemory, {recursive: true, mode: 0o700});
      isMemoryMade = true;
    }
    return inMemory;
  };

  const fresh = new Set<string>();
  const retired = new Set<string>();
  let isNeeded = (): boolean => false;
  const sweep = (): void => {
    if (isNeeded()) {
      setTimeout(sweep, sweepAfterMs).unref();
      return;
    }
    removeFiles([...retired]);
    retired.clear();
  };

  return {
    keepWhile: given => {
      isNeeded = given;
    },
    retire: named => {
      const paths = named.flatMap(path => [path, pointPath(path)]);
      // A turn later: by then the engine has appended the outcome, and the next action waits for that to be on disk.
      for (const path of paths) {
        fresh.add(path);
      }
      setImmediate(() => {
        for (const path of paths) {
          fresh.delete(path);
          retired.add(path);
        }
        setTimeout(sweep, sweepAfterMs).unref();
      }).unref();
    },
    sweep,
    files: (name, hasSecrets) => {
      const path = join(directory(hasSecrets), name);
      return {out: `${path}.out`, err: `${path}.err`, script: `${path}.script`, passfile: `${path}.pgpass`};
    },
    recordPath: session => join(onDisk, `session-${session}.jsonl`),
    close: () => {
      if (isNeeded()) {
        return;
      }
      sweep();
      removeFiles([...fresh]);
      if (inMemory !== undefined && isMemoryMade) {
        removeIfEmpty(inMemory);
      }
    },
  };
};

/** Writes a file that must not be there yet; only its owner can open it. */
export const writeOwnFile = (path: string, text: string, mode: 0o500 | 0o600): void => {
  writeFileSync(path, text, {flag: 'wx', mode});
  // The process's umask may have taken away more than it should.
  chmodSync(path, mode);
};

/** Removes what is there of the files named. */
export const removeFiles = (paths: readonly string[]): void => {
  for (const path of paths) {
    try {
      unlinkSync(path);
    } catch {
      // It was never made, or the keeper was faster.
    }
  }
};

const filesIn = (directory: string): readonly string[] =>
  (existsSync(directory) ? readdirSync(directory) : []).map(name => join(directory, name));

/** The host may have had another place in memory then. */
const filesRecordedIn = (onDisk: string): readonly string[] =>
  filesIn(onDisk)
    .filter(isRecord)
    .flatMap(path => spawnedIn(path).flatMap(({out, err}) => [out, err]));

const isRecord = (path: string): boolean => /^session-\d+\.jsonl$/.test(basename(path));

const isLeftOver = (path: string, isOver: IsOver): boolean => {
  const [, attempt, probe] = /^(.+#\d+)(\.probe-\d+-\d+)?\.[a-z.]+$/.exec(basename(path)) ?? [];
  return attempt !== undefined && (probe !== undefined || isOver(attempt));
};

const removeIfEmpty = (directory: string): void => {
  try {
    rmdirSync(directory);
  } catch {
    // A program that still runs has its files there.
  }
};

const isOurs = (directory: string): boolean => {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    const {uid, mode} = statSync(directory);
    return uid === process.getuid?.() && (mode & 0o077) === 0;
  } catch {
    return false;
  }
};
