/** Gives back the room of what was read of a spool for good, so that a program that prints for hours does not fill the disk twice. */
import {spawn} from 'node:child_process';
import {closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync} from 'node:fs';
import {makeNameDurable} from './durable-name.ts';
import {excerptHalfBytes} from './excerpt.ts';
import {fromItsBeginning, type StreamPoint} from './follow-stream.ts';
import {emptyLog, type LogPoint} from './output-log.ts';

/** Everything before is in the output file, and that is on the disk: whoever reads the spool after a crash goes on from here. */
export type SpoolPoint = {readonly out: StreamPoint; readonly err: StreamPoint; readonly log: LogPoint};

export const atTheBeginning: SpoolPoint = {out: fromItsBeginning, err: fromItsBeginning, log: emptyLog};

/** It goes with the spool file: until the end of the attempt is recorded, somebody may have to read that again. */
export const pointPath = (out: string): string => `${out}.point`;

/** Where a former session had come to; the beginning where it had freed nothing. */
export const readPoint = (out: string): SpoolPoint => {
  try {
    const {out: one, err: other, logBytes, besideBytes = 0} = JSON.parse(readFileSync(pointPath(out), 'utf8'));
    return {out: decoded(one), err: decoded(other), log: {logBytes, besideBytes}};
  } catch {
    return atTheBeginning;
  }
};

/** Durable before anything is freed: without it the rest of the spool could not be told from what was never printed. */
export const writePoint = (out: string, {out: one, err: other, log}: SpoolPoint): void => {
  const path = pointPath(out);
  const fd = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(fd, JSON.stringify({out: encoded(one), err: encoded(other), ...log}));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(`${path}.new`, path);
  makeNameDurable(path);
};

/** Frees the room of a spool file between its first and its last bytes before that place, which expressions may still ask for. */
export const freeBefore = (path: string, at: number): Promise<void> =>
  new Promise(resolve => {
    const length = at - 2 * excerptHalfBytes;
    if (length <= 0 || statSync(path, {throwIfNoEntry: false}) === undefined) {
      resolve();
      return;
    }
    // Of util-linux; without it, and on file systems that cannot do it, the file keeps its room until the attempt is over.
    const args = ['--punch-hole', '--offset', String(excerptHalfBytes), '--length', String(length), path];
    spawn('fallocate', args, {stdio: 'ignore', env: {PATH: process.env.PATH ?? '/usr/bin:/bin'}})
      .on('error', () => resolve())
      .on('exit', () => resolve());
  });

type Encoded = {readonly at: number; readonly rest: string};

const encoded = ({at, rest}: StreamPoint): Encoded => ({at, rest: rest.toString('base64')});

const decoded = ({at, rest}: Encoded): StreamPoint => ({at, rest: Buffer.from(rest, 'base64')});
