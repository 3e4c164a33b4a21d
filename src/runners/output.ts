/** What an attempt prints, while it prints it: read from the spool, redacted, kept in the run's output file and for the screen. */
import {createHash} from 'node:crypto';
import {closeSync, constants, fdatasyncSync, fsyncSync, mkdirSync, openSync, readSync, writeSync} from 'node:fs';
import {dirname} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {HeldBack, Secret} from '../engine/actions/runner.ts';
import type {OutputRecord} from '../run/shown.ts';
import type {Excerpt} from './excerpt.ts';
import {excerpt} from './excerpt.ts';
import {lastLines} from './last-lines.ts';
import type {Redactor} from './redact.ts';
import {redactor, redactText} from './redact.ts';
import type {RemoteMarks, RemoteSeen} from './remote-marks.ts';
import {remoteMarks} from './remote-marks.ts';
import {transcriptBody} from './transcript-body.ts';

export type Source = {
  /** The spool files that the keeper makes. */
  readonly out: string;
  readonly err: string;
  readonly secrets: readonly Secret[];
  /** Streams of which only their length may be kept and shown. */
  readonly withheld?: HeldBack['streams'];
  /** Between the lines the far end says what becomes of the program. */
  readonly isRemote?: boolean;
  /** What stands in `out` was written by `script`, with a line of its own before and after what the program wrote. */
  readonly isTranscript?: boolean;
  /** The run's output file: its place on disk and its name in facts; none for a probe. */
  readonly log?: {readonly path: string; readonly file: string};
};

/** What else is known of the end: the exit code, and how much was printed; where that is nothing, nothing is looked for. */
export type End = {readonly exit?: number; readonly printedBytes?: number};

export type AttemptOutput = {
  /** Reads what is new, at most some; true when there was something. */
  readonly read: () => boolean;
  /** Reads what is left and closes the output file, which is then on disk. */
  readonly finish: (ended?: End) => Promise<Printed>;
  /** The last lines, redacted. */
  readonly lines: () => readonly string[];
};

export type Printed = {
  /** As it was printed: `expect` and `outputs` see it, secrets included. */
  readonly stdout: ReturnType<Excerpt['text']>;
  readonly stderr: ReturnType<Excerpt['text']>;
  /** The latter as it may be told, secrets hidden. */
  readonly openStderr: string;
  /** What the far end said of a program on another host. */
  readonly remote?: RemoteSeen;
  /** Missing when nothing was printed, and when the output file could not be written. */
  readonly record?: OutputRecord;
};

/** Bytes read of one stream before others have their turn. */
const turnBytesMax = 1_048_576;
/** A line that is longer is passed on in pieces. */
const lineBytesMax = 8_192;

/** Follows the output of one attempt from its beginning. Nothing is opened before there is something to read. */
export const followOutput = (source: Source): AttemptOutput => {
  const screen = lastLines();
  const log = source.log && openLog(source.log);
  const take = (bytes: Buffer): void => {
    if (bytes.length > 0) {
      screen.add(bytes);
      log?.write(bytes);
    }
  };
  const marks = source.isRemote ? {stdout: remoteMarks('stdout'), stderr: remoteMarks('stderr')} : undefined;
  const stream = (name: 'stdout' | 'stderr', path: string): Stream => {
    const hide = source.withheld?.includes(name) ? lengthOnly(name) : redactor(source.secrets);
    return followStream(
      path,
      {hide, marks: marks?.[name] ?? (source.isTranscript ? transcriptBody() : withoutMarks)},
      take,
    );
  };
  const out = stream('stdout', source.out);
  const err = stream('stderr', source.err);
  const read = (): boolean => {
    const hasOut = out.read();
    const hasErr = err.read();
    return hasOut || hasErr;
  };
  return {
    read,
    finish: async ended => {
      while (ended?.printedBytes !== 0 && read()) {
        await nextTurn();
      }
      out.end();
      err.end();
      const record = log?.close();
      const stderr = err.excerpt.text();
      const openStderr = source.withheld?.includes('stderr') ? '' : redactText(stderr.text, source.secrets);
      const remote = marks?.stderr.seen();
      return {stdout: out.excerpt.text(), stderr, openStderr, ...(record && {record}), ...(remote && {remote})};
    },
    lines: screen.lines,
  };
};

/** In the place of a stream: how long it was. */
const lengthOnly = (name: string): Redactor => {
  let bytesRead = 0;
  return {
    push: bytes => {
      bytesRead += bytes.length;
      return Buffer.alloc(0);
    },
    end: () => Buffer.from(bytesRead === 0 ? '' : `‹${name} withheld: ${bytesRead} bytes that may hold a secret›\n`),
  };
};

type Stream = {readonly read: () => boolean; readonly end: () => void; readonly excerpt: Excerpt};

const buffer = Buffer.alloc(65_536);

type Filters = {readonly hide: Redactor; readonly marks: Pick<RemoteMarks, 'push' | 'end'>};

const withoutMarks: Filters['marks'] = {push: bytes => bytes, end: () => Buffer.alloc(0)};

const followStream = (path: string, {hide, marks}: Filters, take: (bytes: Buffer) => void): Stream => {
  const kept = excerpt();
  const lines = wholeLines(take);
  let fd: number | undefined;
  let position = 0;
  let isOver = false;
  const add = (bytes: Buffer): void => {
    const printed = marks.push(bytes);
    kept.add(printed);
    lines.add(hide.push(printed));
  };
  const read = (): boolean => {
    // After the end its number may belong to another file.
    fd ??= isOver ? undefined : openIfThere(path);
    if (fd === undefined) {
      return false;
    }
    const from = position;
    while (position - from < turnBytesMax) {
      const count = readSync(fd, buffer, 0, buffer.length, position);
      if (count === 0) {
        break;
      }
      position += count;
      add(Buffer.from(buffer.subarray(0, count)));
    }
    return position > from;
  };
  const end = (): void => {
    const printed = marks.end();
    kept.add(printed);
    lines.add(hide.push(printed));
    lines.add(hide.end());
    lines.end();
    isOver = true;
    if (fd !== undefined) {
      closeSync(fd);
      fd = undefined;
    }
  };
  return {read, end, excerpt: kept};
};

/** Two streams share one file and one screen: whole lines keep one from breaking into the other. */
const wholeLines = (
  take: (bytes: Buffer) => void,
): {readonly add: (bytes: Buffer) => void; readonly end: () => void} => {
  let rest: Buffer = Buffer.alloc(0);
  return {
    add: bytes => {
      const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const lineEnd = Math.max(joined.lastIndexOf(10), joined.lastIndexOf(13)) + 1;
      const cut = joined.length - lineEnd > lineBytesMax ? joined.length : lineEnd;
      take(joined.subarray(0, cut));
      rest = joined.subarray(cut);
    },
    end: () => take(rest),
  };
};

const openIfThere = (path: string): number | undefined => {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    return undefined;
  }
};

type Log = {readonly write: (bytes: Buffer) => void; readonly close: () => OutputRecord | undefined};

/** Written anew from its beginning: after a crash the spool is read again from its start. */
const openLog = ({path, file}: {readonly path: string; readonly file: string}): Log => {
  const hash = createHash('sha256');
  let fd: number | undefined;
  let bytesWritten = 0;
  let isBroken = false;
  const write = (bytes: Buffer): void => {
    fd ??= createLog(path);
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(fd, bytes, done, bytes.length - done);
    }
    hash.update(bytes);
    bytesWritten += bytes.length;
  };
  return {
    write: bytes => {
      if (isBroken) {
        return;
      }
      try {
        write(bytes);
      } catch {
        // A program is never ended because its log cannot be written; the fact then has no output.
        isBroken = true;
      }
    },
    close: () => {
      if (fd === undefined) {
        return undefined;
      }
      const isOnDisk = closeDurably(fd, path);
      return isBroken || !isOnDisk ? undefined : {file, bytes: bytesWritten, sha256: hash.digest('hex')};
    },
  };
};

const createLog = (path: string): number => {
  mkdirSync(dirname(path), {recursive: true, mode: 0o700});
  return openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW, 0o600);
};

/** The digest is recorded next, so the bytes and the name must be on disk before it. */
const closeDurably = (fd: number, path: string): boolean => {
  try {
    fdatasyncSync(fd);
    const directoryFd = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
    fsyncSync(directoryFd);
    closeSync(directoryFd);
    return true;
  } catch {
    return false;
  } finally {
    closeSync(fd);
  }
};
