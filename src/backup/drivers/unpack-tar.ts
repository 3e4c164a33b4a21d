/** Unpacks a tar stream as PostgreSQL writes it, piece by piece as it comes, into a directory of the server's account. */
import {chmodSync, closeSync, mkdirSync, openSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';

export type Unpacker = {
  /** The next bytes of the stream. Throws what the file system throws, and for a stream that is none. */
  readonly take: (bytes: Buffer) => void;
  /** To be called when nothing follows. Throws where a file is not whole. */
  readonly end: () => {readonly files: number; readonly bytes: number};
};

const blockBytes = 512;

type Entry = {readonly path: string; readonly size: number; readonly kind: string};

/** Everything is made for that account alone, whatever the stream says of modes and owners. */
export const unpackTar = (into: string, user: ServerUser): Unpacker => {
  const header = Buffer.alloc(blockBytes);
  let headerBytes = 0;
  let open: {readonly file: number; left: number} | null = null;
  // What stands between the end of a file and the next multiple of a block.
  let padding = 0;
  const done = {files: 0, bytes: 0};

  const begin = ({path, size, kind}: Entry): void => {
    const place = join(into, path);
    if (kind === '5') {
      mkdirSync(place, {recursive: true, mode: 0o700});
      chmodSync(place, 0o700);
      giveTo(user, place);
      return;
    }
    if (kind !== '0' && kind !== '\0') {
      throw new Error(`the stream has ${JSON.stringify(path)}, which is neither a file nor a directory`);
    }
    const file = openSync(place, 'wx', 0o600);
    giveTo(user, place);
    done.files += 1;
    done.bytes += size;
    padding = (blockBytes - (size % blockBytes)) % blockBytes;
    open = {file, left: size};
    takeFile(open, Buffer.alloc(0));
  };

  /** Each takes what it can from the front, and says how much that was. */
  const takeFile = (to: {readonly file: number; left: number}, bytes: Buffer): number => {
    const length = Math.min(to.left, bytes.length);
    if (length > 0) {
      writeSync(to.file, bytes, 0, length);
    }
    to.left -= length;
    if (to.left === 0) {
      closeSync(to.file);
      open = null;
    }
    return length;
  };

  const takePadding = (bytes: Buffer): number => {
    const length = Math.min(padding, bytes.length);
    padding -= length;
    return length;
  };

  const takeHeader = (bytes: Buffer): number => {
    const length = bytes.copy(header, headerBytes, 0, blockBytes - headerBytes);
    headerBytes += length;
    if (headerBytes === blockBytes) {
      headerBytes = 0;
      const entry = readHeader(header);
      if (entry !== null) {
        begin(entry);
      }
    }
    return length;
  };

  return {
    take: bytes => {
      for (let rest = bytes; rest.length > 0; ) {
        const length = open !== null ? takeFile(open, rest) : padding > 0 ? takePadding(rest) : takeHeader(rest);
        rest = rest.subarray(length);
      }
    },
    end: () => {
      if (open !== null || headerBytes > 0) {
        throw new Error('the stream ends in the middle of a file');
      }
      return done;
    },
  };
};

/** Null for the blocks of zeros at the end. Names and sizes as in POSIX ustar; a size over 8 GiB is binary (tar.c, print_tar_number). */
const readHeader = (block: Buffer): Entry | null => {
  if (block.every(byte => byte === 0)) {
    return null;
  }
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== Number.parseInt(text(block, 148, 8), 8)) {
    throw new Error('the stream is damaged: a header of tar has a wrong checksum');
  }
  const prefix = text(block, 345, 155);
  const path = prefix === '' ? text(block, 0, 100) : `${prefix}/${text(block, 0, 100)}`;
  if (path.startsWith('/') || path.split('/').includes('..')) {
    throw new Error(`the stream names ${JSON.stringify(path)}, which lies outside of the backup`);
  }
  return {path, size: sizeOf(block), kind: String.fromCharCode(block[156] ?? 0)};
};

const sizeOf = (block: Buffer): number =>
  (block[124] ?? 0) >= 128 ? Number(block.readBigUInt64BE(128)) : Number.parseInt(text(block, 124, 12), 8);

const text = (block: Buffer, from: number, length: number): string => {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end).trim();
};
