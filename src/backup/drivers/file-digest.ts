/** SHA-256 of a file of any size. */
import {createHash} from 'node:crypto';
import {closeSync, openSync, readSync} from 'node:fs';

const pieceBytes = 1024 * 1024;

/** In hexadecimal. Throws what the file system throws. */
export const fileDigest = (path: string): string => {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(pieceBytes);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      hash.update(piece.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
};
