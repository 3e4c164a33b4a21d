/** Begins the next file of a journal in one place: what waits becomes durable there, or nothing of it stays. */
import {lstatSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {getuid} from 'node:process';
import type {Sink} from '../../run/record-fact.ts';
import type {Disk, Standing} from '../disk.ts';
import {closeQuietly} from '../disk.ts';
import {errorCode} from '../disk-failure.ts';
import {segmentName} from './sinks.ts';

/** A new file that holds the bytes that were to be written, durable with its name. */
export type Segment = {
  readonly path: string;
  readonly number: number;
  readonly file: number;
  readonly standing: Standing;
};

/** The place, and the number of the file before. */
export type Next = {readonly sink: Sink; readonly after: number};

/** After so many files of one journal the disks come and go faster than anybody can read. */
const segmentsMax = 99;

/** Puts what `bytesFor` a name gives into the first file whose name is free. Nothing where the place does not take it. */
export const openSegment = (
  disk: Disk,
  {sink, after}: Next,
  bytesFor: (name: string) => Buffer,
): Segment | undefined => {
  if (sink.where !== 'run-directory' && !makeOwnDirectory(sink.directory)) {
    return undefined;
  }
  for (let number = after + 1; number <= segmentsMax; number += 1) {
    const name = segmentName(number);
    const path = join(sink.directory, name);
    const file = createFree(disk, path);
    if (file !== 'taken') {
      const standing = file === undefined ? undefined : fill(disk, {path, file}, bytesFor(name));
      return file === undefined || standing === undefined ? undefined : {path, number, file, standing};
    }
  }
  return undefined;
};

const createFree = (disk: Disk, path: string): number | 'taken' | undefined => {
  try {
    return disk.create(path);
  } catch (error) {
    return errorCode(error) === 'EEXIST' ? 'taken' : undefined;
  }
};

const fill = (
  disk: Disk,
  {path, file}: {readonly path: string; readonly file: number},
  bytes: Buffer,
): Standing | undefined => {
  try {
    if (disk.write(file, bytes) === bytes.length) {
      disk.syncFully(file);
      disk.syncDirectory(join(path, '..'));
      return disk.standing(path);
    }
  } catch {
    // As with a short write: this is not the place.
  }
  closeQuietly(disk, file);
  try {
    disk.remove(path);
  } catch {
    // It has no whole first entry, or none that the next file does not repeat.
  }
  return undefined;
};

/** A directory for our eyes alone; one that is there already and open to others is not used. */
const makeOwnDirectory = (path: string): boolean => {
  try {
    mkdirSync(path, {recursive: true, mode: 0o700});
    const {uid, mode} = lstatSync(path);
    return uid === getuid?.() && (mode & 0o077) === 0;
  } catch {
    return false;
  }
};
