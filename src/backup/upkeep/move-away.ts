/** Moves a file that is of no cluster to another disk, so that a full one has room again: copied, compared, and only then removed. */
import {createHash} from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import {basename, dirname, isAbsolute, join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {formatBytes} from '../../base/size.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {syncDirectory} from '../in-place/record.ts';
import {freeBytes} from '../in-place/room.ts';
import {isWal, keptAround} from './kept-names.ts';
import {lookAtOpenFiles} from './open-files.ts';

export type MovedAway = {
  readonly from: string;
  readonly to: string;
  readonly bytes: number;
  /** SHA-256 of what was moved; null where an earlier try had moved it already. */
  readonly sha256: string | null;
};

/** Never a file of a cluster, a backup or an archive, and never one that a process has open. Done again after a kill, it goes on. */
export const moveAway = async (file: string, into: string): Promise<Result<MovedAway, Hindrance>> => {
  try {
    const place = checkInto(file, into);
    if (!place.ok) {
      return place;
    }
    const to = place.value;
    if (!existsSync(file) && existsSync(to)) {
      return succeed({from: file, to, bytes: statSync(to).size, sha256: null});
    }
    const found = checkFile(file);
    if (!found.ok) {
      return found;
    }
    return await move(file, found.value, to);
  } catch (thrown) {
    return impossible(
      `${file} cannot be moved: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'It stands where it stood, unless the file there is the same.',
    );
  }
};

const checkInto = (file: string, into: string): Result<string, Hindrance> => {
  if (!isAbsolute(file) || !isAbsolute(into)) {
    return unsafe('The file and the directory are named from the root on.', 'Give absolute paths.');
  }
  if (!existsSync(into) && existsSync(dirname(into))) {
    mkdirSync(into, {mode: 0o700});
  }
  if (!existsSync(into) || !statSync(into).isDirectory()) {
    return impossible(`${into} is no directory.`, 'Name one on another disk.');
  }
  if (!existsSync(dirname(file))) {
    return impossible(`${dirname(file)} is not there.`, 'Look again at what fills the disk.');
  }
  return statSync(dirname(file)).dev === statSync(into).dev
    ? unsafe(`${into} is on the same disk as ${file}, so nothing would be won.`, 'Name a directory on another disk.')
    : succeed(join(realpathSync(into), basename(file)));
};

const checkFile = (file: string): Result<Stats, Hindrance> => {
  const found = lstatSync(file, {throwIfNoEntry: false});
  if (found === undefined) {
    return impossible(`${file} is not there.`, 'Look again at what fills the disk: somebody made room meanwhile.');
  }
  if (!found.isFile() || realpathSync(file) !== file) {
    return unsafe(`${file} is no plain file, or a link leads to it.`, 'Name the file itself.');
  }
  if (found.nlink > 1) {
    return unsafe(`${file} has a second name, so moving this one makes no room.`, 'Look for both: find / -samefile.');
  }
  const own = keptAround(dirname(file));
  if (own !== null || isWal(basename(file))) {
    return unsafe(
      isWal(basename(file)) ? `${file} is WAL.` : `${file} belongs to the cluster or backup in ${own}.`,
      'Nothing of a cluster is ever moved or removed by hand, and least of all from pg_wal.',
    );
  }
  const isOpen = lookAtOpenFiles().holds(found);
  return isOpen === false
    ? succeed(found)
    : unsafe(
        isOpen === null
          ? `Whether a process has ${file} open cannot be seen by this account.`
          : `A process has ${file} open, and would write on into a file that is gone.`,
        isOpen === null ? 'Run this as root.' : 'End that process first: fuser -v names it.',
      );
};

const move = async (file: string, found: Stats, to: string): Promise<Result<MovedAway, Hindrance>> => {
  const free = await freeBytes(dirname(to));
  if (existsSync(to)) {
    const sha256 = digestOf(file);
    return digestOf(to) === sha256
      ? removed(file, to, {found, sha256})
      : unsafe(`${to} is there already, and is another file.`, 'Name another directory.');
  }
  if (free < found.size) {
    return impossible(
      `${dirname(to)} has room for ${formatBytes(free)}, and ${file} takes ${formatBytes(found.size)}.`,
      'Name a directory on a larger disk.',
    );
  }
  const part = `${to}.lifeboat-part`;
  rmSync(part, {force: true});
  const sum = copy(file, part, found);
  if (digestOf(part) !== sum || isChanged(file, found)) {
    rmSync(part, {force: true});
    return beingWritten(file);
  }
  renameSync(part, to);
  syncDirectory(dirname(to));
  return removed(file, to, {found, sha256: sum});
};

type Moved = {readonly found: Stats; readonly sha256: string};

/** To read a large file takes minutes: what was seen before that is looked at once more, directly before it goes. */
const removed = (file: string, to: string, {found, sha256}: Moved): Result<MovedAway, Hindrance> => {
  if (isChanged(file, found) || lookAtOpenFiles().holds(found) !== false) {
    return beingWritten(file, `; its copy of before is ${to}`);
  }
  rmSync(file);
  syncDirectory(dirname(file));
  return succeed({from: file, to, bytes: found.size, sha256});
};

const beingWritten = (file: string, left = ''): Result<never, Hindrance> =>
  impossible(
    `${file} was changed or opened while it was copied, and is left where it is${left}.`,
    left === ''
      ? 'Something still writes into it; end that first.'
      : 'Something still writes into it; end that first, and remove that copy if they differ.',
  );

/** Another file under its name, other bytes, or others rights and names since: each of them moves the time of the change. */
const isChanged = (file: string, then: Stats): boolean => {
  const now = lstatSync(file, {throwIfNoEntry: false});
  return (
    now === undefined ||
    then.dev !== now.dev ||
    then.ino !== now.ino ||
    then.size !== now.size ||
    then.ctimeMs !== now.ctimeMs
  );
};

const stepBytes = 1024 * 1024;

/** With the same owner, rights and times. A link that somebody laid under the new name is not followed. */
const copy = (file: string, part: string, found: Stats): string => {
  const {mode, uid, gid, atime, mtime} = found;
  const hash = createHash('sha256');
  const flags = constants.O_WRONLY + constants.O_CREAT + constants.O_EXCL + constants.O_NOFOLLOW;
  const target = openSync(part, flags, 0o600);
  try {
    for (const bytes of piecesOf(file, found)) {
      hash.update(bytes);
      if (writeSync(target, bytes) !== bytes.length) {
        throw new Error(`the disk of ${part} has no room for all of it`);
      }
    }
    // By the open file: under its name somebody may have laid a link meanwhile.
    if (process.getuid?.() === 0) {
      fchownSync(target, uid, gid);
    }
    fchmodSync(target, mode & 0o777);
    futimesSync(target, atime, mtime);
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
  return hash.digest('hex');
};

const digestOf = (file: string): string => {
  const hash = createHash('sha256');
  for (const bytes of piecesOf(file)) {
    hash.update(bytes);
  }
  return hash.digest('hex');
};

/** Of the file that was seen, where one is given: under its name may lie another one by now. */
function* piecesOf(file: string, seen?: Stats): Generator<Buffer, void, undefined> {
  const source = openSync(file, constants.O_RDONLY + constants.O_NOFOLLOW);
  try {
    const {dev, ino} = fstatSync(source);
    if (seen !== undefined && (seen.dev !== dev || seen.ino !== ino)) {
      throw new Error(`${file} is another file by now`);
    }
    const bytes = Buffer.alloc(stepBytes);
    for (let read = readSync(source, bytes); read > 0; read = readSync(source, bytes)) {
      yield bytes.subarray(0, read);
    }
  } finally {
    closeSync(source);
  }
}
