/** Segments that a failed disk sent elsewhere are copied into the run's directory; the copy there goes once this one is durable. */
import {rmdirSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {type Disk, nodeDisk} from '../disk.ts';
import {keepTail} from '../removed-tail.ts';
import {replaceFile} from '../replace-file.ts';
import {readSafely} from '../safe-file.ts';
import type {Piece} from './join-segments.ts';
import {forgetSegments} from './journal-next.ts';

/** The bytes of the sequence that the pieces are of. */
type Away = {readonly pieces: readonly Piece[]; readonly bytes: Buffer};

/**
 * Gives the pieces with their paths as they are afterwards. Where the run's directory does not take one, that one and
 * those behind it stay where they are, whole.
 */
export const bringHome = (runDirectory: string, {pieces, bytes}: Away, disk: Disk = nodeDisk): readonly Piece[] => {
  const home: Piece[] = [];
  const left: string[] = [];
  let isOpen = true;
  for (const piece of pieces) {
    const target = join(runDirectory, basename(piece.path));
    const isAway = piece.path !== target && piece.size > 0;
    const counts = bytes.subarray(piece.start, piece.start + piece.length);
    isOpen &&= !isAway || (keepRest(target, piece) && (piece.length === 0 || replaceFile(disk, target, counts)));
    if (isOpen && isAway) {
      left.push(piece.path);
    }
    home.push(isOpen && isAway ? {...piece, path: target, size: piece.length} : piece);
  }
  if (isOpen) {
    forgetSegments(disk, runDirectory);
  }
  for (const path of left) {
    removeQuietly(disk, path);
  }
  return home;
};

/** Whether everything that counts stands in the run's directory. */
export const isHome = (runDirectory: string, pieces: readonly Piece[]): boolean =>
  pieces.every(({path, length}) => length === 0 || dirname(path) === runDirectory);

/** What does not count is no part of the copy, and goes with the file: it is kept before, as a tail of the one at home. */
const keepRest = (target: string, {path, length, size}: Piece): boolean => {
  if (size === length) {
    return true;
  }
  const bytes = readSafely(path, size);
  return bytes.ok && keepTail(target, bytes.value.subarray(length), length).ok;
};

const removeQuietly = (disk: Disk, path: string): void => {
  try {
    disk.remove(path);
    rmdirSync(dirname(path));
  } catch {
    // It stays, and is not looked at: the one at home has its number. Or something else stands beside it.
  }
};
