/** What an attempt prints, while it prints it: read from the spool, redacted, kept in the run's output file and for the screen. */
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {HeldBack, Secret} from '../engine/actions/runner.ts';
import type {KeptOutput} from '../run/shown.ts';
import type {Excerpt} from './excerpt.ts';
import {type Filters, followStream} from './follow-stream.ts';
import {freeing} from './free-spool.ts';
import {lastLines} from './last-lines.ts';
import {type LogPlace, openLog} from './output-log.ts';
import type {Redactor} from './redact.ts';
import {redactor, redactText} from './redact.ts';
import type {RemoteSeen} from './remote-marks.ts';
import {remoteMarks} from './remote-marks.ts';
import {atTheBeginning, readPoint} from './spool-hole.ts';
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
  /** The run's output file; none for a probe. */
  readonly log?: LogPlace;
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
  /** What became of the output file, as facts say it. */
  readonly kept: KeptOutput;
};

/** Follows the output of one attempt from its beginning. Nothing is opened before there is something to read. */
export const followOutput = (source: Source): AttemptOutput => {
  const screen = lastLines();
  const isPlain = !source.isRemote && !source.isTranscript && source.withheld === undefined;
  // Marks and what is withheld need the whole stream.
  const from = source.log && isPlain ? readPoint(source.out) : atTheBeginning;
  const log = source.log && openLog(source.log, from.log);
  const take = (bytes: Buffer): void => {
    if (bytes.length > 0) {
      screen.add(bytes);
      log?.write(bytes);
    }
  };
  const marks = source.isRemote ? {stdout: remoteMarks('stdout'), stderr: remoteMarks('stderr')} : undefined;
  const filters = (name: 'stdout' | 'stderr'): Filters => ({
    hide: source.withheld?.includes(name) ? lengthOnly(name) : redactor(source.secrets),
    marks: marks?.[name] ?? (source.isTranscript ? transcriptBody() : withoutMarks),
  });
  const out = followStream(source.out, {...filters('stdout'), from: from.out}, take);
  const err = followStream(source.err, {...filters('stderr'), from: from.err}, take);
  const room = log && isPlain ? freeing(source, {out, err, log}, from) : undefined;
  const read = (): boolean => {
    const hasOut = out.read();
    const hasErr = err.read();
    room?.look();
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
      await room?.over();
      const kept = (await log?.close()) ?? {};
      const stderr = err.excerpt.text();
      const openStderr = source.withheld?.includes('stderr') ? '' : redactText(stderr.text, source.secrets);
      const remote = marks?.stderr.seen();
      return {stdout: out.excerpt.text(), stderr, openStderr, kept, ...(remote && {remote})};
    },
    lines: screen.lines,
  };
};

const withoutMarks: Filters['marks'] = {push: bytes => bytes, end: () => Buffer.alloc(0)};

/** In the place of a stream: how long it was. */
const lengthOnly = (name: string): Redactor => {
  let bytesRead = 0;
  return {
    push: bytes => {
      bytesRead += bytes.length;
      return Buffer.alloc(0);
    },
    heldBytes: () => 0,
    end: () => Buffer.from(bytesRead === 0 ? '' : `‹${name} withheld: ${bytesRead} bytes that may hold a secret›\n`),
  };
};
