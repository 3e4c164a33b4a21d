/** Cuts each file of a journal to what counts of it, and says in which one it goes on. */
import {basename} from 'node:path';
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Disk} from '../disk.ts';
import {closeQuietly} from '../disk.ts';
import {diskFailure} from '../disk-failure.ts';
import {keepTail} from '../removed-tail.ts';
import {readSafely} from '../safe-file.ts';
import type {Piece} from './join-segments.ts';
import {segmentNumber} from './sinks.ts';

/** The pieces when only so many bytes of the sequence count: what stands behind them is a torn tail. */
export const cutPieces = (pieces: readonly Piece[], whole: number): readonly Piece[] =>
  pieces.map(piece => ({...piece, length: Math.max(0, Math.min(piece.length, whole - piece.start))}));

/** The file that grows on, and the number that its successor comes after. */
export type Growing = {readonly piece: Piece; readonly number: number};

/**
 * Keeps what stands behind the last entry of each file, and cuts it off in all but the one that grows on, which is left
 * to whoever opens it. A dead file that cannot be cut stays as it is: its rest is not read.
 */
export const growingPiece = (pieces: readonly Piece[], disk: Disk): Result<Growing> => {
  const piece = pieces.findLast(({length}) => length > 0) ?? pieces[0];
  if (piece === undefined) {
    return fail('There is no file to go on in.');
  }
  const linked = secondName(piece, disk);
  const kept = linked === undefined ? keepRest(piece) : fail(linked);
  if (!kept.ok) {
    return kept;
  }
  for (const dead of pieces) {
    if (dead !== piece && dead.size > dead.length && keepRest(dead).ok) {
      cut(dead, disk);
    }
  }
  return succeed({piece, number: Math.max(...pieces.map(({path}) => segmentNumber(basename(path)) ?? 1))});
};

const secondName = ({path}: Piece, disk: Disk): string | undefined => {
  try {
    const {nlink, mode} = disk.standing(path);
    if (nlink !== 1) {
      return `${path} has a second name (hard link): put a copy in its place and resume again.`;
    }
    return (mode & 0o022) === 0
      ? undefined
      : `Other users may write to ${path}; look at it with \`lifeboat verify\`, run \`chmod go-w ${path}\` and resume again.`;
  } catch (error) {
    return diskFailure(error, {path, then: 'resume again'});
  }
};

const keepRest = ({path, length, size}: Piece): Result<void> => {
  if (size === length) {
    return succeed(undefined);
  }
  const bytes = readSafely(path, size);
  return bytes.ok ? keepTail(path, bytes.value.subarray(length), length) : fail(bytes.reason.message);
};

const cut = ({path, length}: Piece, disk: Disk): void => {
  let file: number | undefined;
  try {
    file = disk.open(path);
    disk.truncate(file, length);
    disk.syncFully(file);
  } catch {
    // It stays as the failure left it.
  } finally {
    if (file !== undefined) {
      closeQuietly(disk, file);
    }
  }
};
