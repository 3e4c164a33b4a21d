/** Compares the files of a base backup with its manifest, byte by byte. */
import {createHash} from 'node:crypto';
import {lstat, open, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {crc32cNext, crc32cText} from './crc32c.ts';
import {type Manifest, type ManifestFile, manifestName} from './manifest.ts';

const pieceBytes = 1024 * 1024;

/** What is wrong, each as a sentence; what is nowhere named is wrong as well. Throws what the file system throws. */
export const verifyFiles = async (directory: string, manifest: Manifest): Promise<readonly string[]> => {
  const problems: string[] = [];
  const piece = Buffer.alloc(pieceBytes);
  for (const file of manifest.files) {
    const problem = await verifyFile(directory, file, piece);
    if (problem !== null) {
      problems.push(`${file.path} ${problem}`);
    }
  }
  const known = new Set(manifest.files.map(({path}) => path));
  const others = (await pathsBelow(directory, '')).filter(path => !known.has(path) && !isNotListed(path));
  return [...problems, ...others.map(path => `${path} is not in the manifest`)];
};

/** The manifest does not list itself nor WAL; the others are made by whoever restores it (as pg_verifybackup has it). */
const isNotListed = (path: string): boolean =>
  path.startsWith('pg_wal/') ||
  [manifestName, 'postgresql.auto.conf', 'recovery.signal', 'standby.signal'].includes(path);

const verifyFile = async (directory: string, file: ManifestFile, piece: Buffer): Promise<string | null> => {
  const path = join(directory, file.path);
  const there = await lstat(path).catch(() => null);
  if (there === null || !there.isFile()) {
    return 'is missing';
  }
  if (there.size !== file.size) {
    return `has ${there.size} bytes and should have ${file.size}`;
  }
  const sum = file.algorithm === null ? null : sumFor(file.algorithm);
  if (sum === null) {
    return file.algorithm === null ? null : `has a checksum of a kind that is not known (${file.algorithm})`;
  }
  const handle = await open(path, 'r');
  try {
    for (let at = 0; at < file.size; ) {
      const {bytesRead} = await handle.read(piece, 0, pieceBytes, at);
      if (bytesRead === 0) {
        return 'ends early';
      }
      sum.take(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return sum.text() === file.checksum ? null : 'is not as it was written: its checksum differs';
};

type Sum = {readonly take: (bytes: Buffer) => void; readonly text: () => string};

const sumFor = (algorithm: string): Sum | null => {
  if (algorithm === 'CRC32C') {
    let sum = -1;
    return {
      take: bytes => {
        sum = crc32cNext(sum, bytes);
      },
      text: () => crc32cText(sum),
    };
  }
  if (!/^SHA(224|256|384|512)$/.test(algorithm)) {
    return null;
  }
  const hash = createHash(algorithm.toLowerCase());
  return {take: bytes => void hash.update(bytes), text: () => hash.digest('hex')};
};

const pathsBelow = async (directory: string, path: string): Promise<readonly string[]> => {
  const entries = await readdir(join(directory, path), {withFileTypes: true});
  const found = await Promise.all(
    entries.map(entry => {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      return entry.isDirectory() ? pathsBelow(directory, inner) : Promise.resolve(entry.isFile() ? [inner] : []);
    }),
  );
  return found.flat();
};
