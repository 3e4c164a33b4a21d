/** Reads one stream of an attempt from the spool while it grows: what it says goes on redacted, line by line. */
import {closeSync, constants, openSync, readSync} from 'node:fs';
import {type Excerpt, excerpt, excerptHalfBytes} from './excerpt.ts';
import type {Redactor} from './redact.ts';
import type {RemoteMarks} from './remote-marks.ts';
import {wholeLines} from './whole-lines.ts';

export type Stream = {
  /** Reads what is new, at most some; true when there was something. */
  readonly read: () => boolean;
  readonly end: () => void;
  readonly excerpt: Excerpt;
  /** Everything before is passed on but for the beginning of a line. */
  readonly point: () => StreamPoint;
};

/** How far a stream was read for good: a place in the spool file, and the redacted beginning of the line that goes on there. */
export type StreamPoint = {readonly at: number; readonly rest: Buffer};

export const fromItsBeginning: StreamPoint = {at: 0, rest: Buffer.alloc(0)};

export type Filters = {readonly hide: Redactor; readonly marks: Pick<RemoteMarks, 'push' | 'end'>};

/** Bytes read of one stream before others have their turn. */
const turnBytesMax = 4_194_304;

/** As much as a processor's own memory holds beside what looks at it; what keeps something of it makes a copy. */
const buffer = Buffer.allocUnsafe(262_144);

/** Follows it from a point on, or from its beginning. Nothing is opened before there is something to read. */
export const followStream = (
  path: string,
  {hide, marks, from}: Filters & {readonly from: StreamPoint},
  take: (bytes: Buffer) => void,
): Stream => {
  const kept = from.at === 0 ? excerpt() : excerptBefore(path, from.at);
  const lines = wholeLines(take, from.rest);
  let fd: number | undefined;
  let position = from.at;
  let isOver = false;
  const add = (bytes: Buffer): void => {
    const printed = marks.push(bytes);
    kept.add(printed);
    lines.add(hide.push(printed));
  };
  return {
    excerpt: kept,
    point: () => ({at: position - hide.heldBytes(), rest: lines.rest()}),
    read: () => {
      // After the end its number may belong to another file.
      fd ??= isOver ? undefined : openIfThere(path);
      if (fd === undefined) {
        return false;
      }
      const before = position;
      while (position - before < turnBytesMax) {
        const count = readSync(fd, buffer, 0, buffer.length, position);
        if (count === 0) {
          break;
        }
        position += count;
        add(buffer.subarray(0, count));
      }
      return position > before;
    },
    end: () => {
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
    },
  };
};

/** What expressions see of what was read before: its beginning and its end are never freed. */
const excerptBefore = (path: string, at: number): Excerpt => {
  const kept = excerpt();
  const fd = openIfThere(path);
  if (fd === undefined) {
    return kept;
  }
  const part = (begin: number, end: number): Buffer => {
    const bytes = Buffer.alloc(end - begin);
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, begin));
  };
  const headEnd = Math.min(at, excerptHalfBytes);
  const tailBegin = Math.max(headEnd, at - excerptHalfBytes);
  kept.add(part(0, headEnd));
  kept.leaveOut(tailBegin - headEnd);
  kept.add(part(tailBegin, at));
  closeSync(fd);
  return kept;
};

const openIfThere = (path: string): number | undefined => {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    return undefined;
  }
};
