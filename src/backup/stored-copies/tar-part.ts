/** Files of a directory as a tar archive that any tar unpacks, its length known before it is read. */
import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import type {StoredFile} from './contents.ts';

export type PlannedFile = Pick<StoredFile, 'path' | 'bytes'>;

const blockBytes = 512;
/** Two blocks of zeros end it (POSIX.1-2017, pax, ustar interchange format). */
const endBytes = 2 * blockBytes;

const padded = (bytes: number): number => Math.ceil(bytes / blockBytes) * blockBytes;

export const tarBytes = (files: readonly PlannedFile[]): number =>
  files.reduce((sum, {bytes}) => sum + blockBytes + padded(bytes), endBytes);

/** Throws what the file system throws, and where a file has another length than was planned. */
export async function* tarPieces(
  directory: string,
  files: readonly PlannedFile[],
  onFile: (file: StoredFile) => void = () => undefined,
): AsyncGenerator<Buffer> {
  for (const {path, bytes} of files) {
    yield tarHeader(path, bytes);
    const hash = createHash('sha256');
    let read = 0;
    // A buffer of a megabyte for each of a thousand small files is what takes longest.
    const highWaterMark = Math.min(bytes + 1, pieceBytes);
    for await (const piece of createReadStream(join(directory, path), {highWaterMark})) {
      read += piece.length;
      hash.update(piece);
      if (read <= bytes) {
        yield piece;
      }
    }
    if (read !== bytes) {
      throw new Error(`${path} was changed while it was read`);
    }
    yield Buffer.alloc(padded(bytes) - bytes);
    onFile({path, bytes, sha256: hash.digest('hex')});
  }
  yield Buffer.alloc(endBytes);
}

const pieceBytes = 1024 * 1024;
const sizeDigits = 11;
const nameBytesMax = 100;
const prefixBytesMax = 155;

/** Of a file that is its owner's alone. Where each field lies: POSIX.1-2017, pax, ustar header block. */
const tarHeader = (path: string, bytes: number): Buffer => {
  const {prefix, name} = splitName(path);
  if (bytes >= 8 ** sizeDigits) {
    throw new Error(`${path} has 8 GiB or more, which is too much for an archive of tar`);
  }
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0);
  header.write('0000600\0' + '0000000\0' + '0000000\0', 100);
  header.write(`${bytes.toString(8).padStart(sizeDigits, '0')}\0${'0'.repeat(sizeDigits)}\0`, 124);
  header.write('        0', 148);
  header.write('ustar\0' + '00', 257);
  header.write(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
};

/** A long name is split at a slash. */
const splitName = (path: string): {readonly prefix: string; readonly name: string} => {
  if (Buffer.byteLength(path) <= nameBytesMax) {
    return {prefix: '', name: path};
  }
  const parts = path.split('/');
  for (let at = 1; at < parts.length; at += 1) {
    const [prefix, name] = [parts.slice(0, at).join('/'), parts.slice(at).join('/')];
    if (Buffer.byteLength(prefix) <= prefixBytesMax && Buffer.byteLength(name) <= nameBytesMax) {
      return {prefix, name};
    }
  }
  throw new Error(`${path} has a longer name than an archive of tar can keep`);
};
