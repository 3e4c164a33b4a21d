/** The files that a keeper makes for a program: what it reads, what it prints to, and what goes when it has ended. */
import {closeSync, constants, fstatSync, openSync, unlinkSync, writeSync} from 'node:fs';
import type {Ended, Order} from './keeper-protocol.ts';

export type Printed = Pick<Ended, 'outBytes' | 'errBytes'>;

export type Files = {readonly stdin: number | undefined; readonly out: number; readonly err: number};

/** Makes them; throws what the system says. */
export const openFiles = (order: Order): Files => {
  // Append, so that a program that opens /dev/stdout a second time does not overwrite what it said.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND | constants.O_NOFOLLOW;
  const out = openSync(order.out, flags, 0o600);
  const err = openSync(order.err, flags, 0o600);
  return {stdin: order.stdin === undefined ? undefined : givenText(`${order.out}.stdin`, order.stdin), out, err};
};

/** How much was printed so far. */
export const printedTo = ({out, err}: Files): Printed => ({
  outBytes: fstatSync(out).size,
  errBytes: fstatSync(err).size,
});

/** What a program printed that never started. */
const nothing: Printed = {outBytes: 0, errBytes: 0};

/** Removes what is empty, as the engine was told: it looks for nothing there and leaves the file to us. */
export const closeFiles = (order: Order, files: Files, {outBytes, errBytes}: Printed = nothing): void => {
  for (const [fd, path, bytes] of [
    [files.out, order.out, outBytes],
    [files.err, order.err, errBytes],
  ] as const) {
    closeSync(fd);
    if (bytes === 0) {
      remove(path);
    }
  }
  if (files.stdin !== undefined) {
    closeSync(files.stdin);
  }
  order.remove.forEach(remove);
};

/** A file without a name: unlike a pipe it does not end early when the keeper is killed, and nobody can open it. */
const givenText = (path: string, text: string): number => {
  const fd = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  const bytes = Buffer.from(text);
  // Written by position, so that the program reads from the start.
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(fd, bytes, written, bytes.length - written, written);
  }
  return fd;
};

const remove = (path: string): void => {
  try {
    unlinkSync(path);
  } catch {
    // Somebody was faster, which is as good.
  }
};
