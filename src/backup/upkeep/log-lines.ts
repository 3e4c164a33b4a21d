/** What a server's log says last about one thing, read from its end. */
import {closeSync, fstatSync, openSync, readSync} from 'node:fs';

/** A log grows for months; what failed last stands at its end. */
const readBytes = 256 * 1024;

/** The last lines that the pattern fits, each with the line before it, oldest first; empty where the file cannot be read. */
export const lastLines = (path: string, pattern: RegExp, most: number): readonly string[] => {
  const lines = endOf(path).split('\n');
  const at = lines.flatMap((line, index) => (pattern.test(line) ? [index - 1, index] : []));
  return [...new Set(at)]
    .filter(index => index >= 0 && lines[index] !== '')
    .slice(-most)
    .map(index => lines[index] ?? '');
};

const endOf = (path: string): string => {
  try {
    const file = openSync(path, 'r');
    try {
      const {size} = fstatSync(file);
      const bytes = Buffer.alloc(Math.min(size, readBytes));
      const read = readSync(file, bytes, 0, bytes.length, size - bytes.length);
      return bytes.toString('utf8', 0, read);
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
};
