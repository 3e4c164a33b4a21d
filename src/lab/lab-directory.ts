/** The directory of a lab: short enough for a socket, closed to others, marked as ours. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {basename, isAbsolute, join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {giveTo, runAs, type ServerUser} from '../postgres/server-user.ts';

const markerName = 'lifeboat-lab.json';
const namePrefix = 'lifeboat-lab-';

/** A unix socket's path has 107 bytes at most on Linux and 103 on macOS. */
const socketPathMax = 103;
const longestSocket = '/site2/.s.PGSQL.65535.lock';

/** `$LIFEBOAT_LAB/lifeboat-lab-UID-TAIL`, else the same in /var/tmp; the tail of a run's name is its random part. */
export const labDirectory = (run: string, environment: NodeJS.ProcessEnv = process.env): Result<string> => {
  const parent = environment.LIFEBOAT_LAB || '/var/tmp';
  const tail = run.replace(/[^A-Za-z0-9]/g, '').slice(-8);
  const real = isAbsolute(parent) ? realDirectory(parent) : null;
  if (real === null) {
    return fail(
      `$LIFEBOAT_LAB is ${parent}, which is not an existing directory with an absolute path; set it to one, or unset it`,
    );
  }
  const directory = join(real, `${namePrefix}${process.getuid?.() ?? 0}-${tail}`);
  return Buffer.byteLength(directory + longestSocket) > socketPathMax
    ? fail(`the lab would be at ${directory}, too long for a socket; set LIFEBOAT_LAB to a shorter directory`)
    : succeed(directory);
};

/** Links followed: what is removed later must be what was made. */
const realDirectory = (path: string): string | null => {
  try {
    const real = realpathSync(path);
    return statSync(real).isDirectory() ? real : null;
  } catch {
    return null;
  }
};

/** Makes it, marked with the token, for the account that runs the server. Anything that is there already is a refusal. */
export const createLabDirectory = async (directory: string, token: string, user: ServerUser): Promise<Result<void>> => {
  if (existsSync(directory)) {
    return fail(
      `${directory} exists and is not this drill's; look at it and remove it, or set LIFEBOAT_LAB to another directory`,
    );
  }

  try {
    mkdirSync(directory, {mode: 0o700});
    chmodSync(directory, 0o700);
    writeFileSync(join(directory, markerName), JSON.stringify({token}), {mode: 0o600, flag: 'wx'});
    giveTo(user, directory);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return fail(`the lab's directory cannot be made (${why}); set LIFEBOAT_LAB to a directory that you may write`);
  }

  const reached = await runAs(user, ['/bin/sh', '-c', 'test -w "$1"', 'sh', directory]);
  return reached.ok
    ? succeed(undefined)
    : fail(`the account ${user.name} cannot reach ${directory}; set LIFEBOAT_LAB to a directory that it can enter`);
};

/** What stands at that path: nothing, a lab with this token, or something that must not be touched. */
export const inspectLabDirectory = (directory: string, token: string): 'absent' | 'ours' | 'foreign' => {
  const found = lstatSync(directory, {throwIfNoEntry: false});
  if (found === undefined) {
    return 'absent';
  }
  const isNamedSo = basename(directory).startsWith(namePrefix) && isAbsolute(directory);
  // By a link or by .. on the way it may be another directory than the one that was made.
  if (!found.isDirectory() || !isNamedSo || realDirectory(directory) !== directory) {
    return 'foreign';
  }

  try {
    return JSON.parse(readFileSync(join(directory, markerName), 'utf8')).token === token ? 'ours' : 'foreign';
  } catch {
    // Killed between making the directory and marking it: then it is empty.
    return readdirSync(directory).length === 0 ? 'ours' : 'foreign';
  }
};

/** Removes it, the marker last, so that an interrupted removal can be finished by the next start. */
export const removeLabDirectory = (directory: string, token: string): Result<void> => {
  const state = inspectLabDirectory(directory, token);
  if (state !== 'ours') {
    return state === 'absent'
      ? succeed(undefined)
      : fail(`${directory} has no marker of this lab, so it is left alone`);
  }

  try {
    openDirectories(directory);
    for (const name of readdirSync(directory)) {
      if (name !== markerName) {
        rmSync(join(directory, name), {recursive: true, force: true, maxRetries: 3});
      }
    }
    rmSync(directory, {recursive: true, force: true});
    return succeed(undefined);
  } catch (thrown) {
    return fail(`${directory} cannot be removed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

/** A fault or a step may have taken away the right to write into a directory, and then nothing in it can be removed. */
const openDirectories = (directory: string): void => {
  for (const entry of readdirSync(directory, {withFileTypes: true})) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      chmodSync(path, 0o700);
      openDirectories(path);
    }
  }
};
