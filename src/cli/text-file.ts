/** Text files that others wrote: only what is a file is read, no more of it than anybody takes, and no byte is lost unseen. */
import {closeSync, constants, fstatSync, openSync, readSync, type Stats} from 'node:fs';
import {fail, type Result, succeed} from '../base/result.ts';
import {textBytesMax} from '../runbook/yaml/document-limits.ts';
import {decodeText} from './decode-text.ts';

/** What else than a file may be read: `--inputs <(program)` is a pipe. */
export type TextFileOptions = {readonly pipe?: boolean};

/**
 * Reads a text. A pipe that nobody writes to would hang and a device never ends, so only files are read, and pipes where
 * they are asked for; a reason says what it is instead. Of a text that is longer than all who read texts take, so much
 * comes back that they refuse it.
 */
export const readTextFile = (path: string, {pipe = false}: TextFileOptions = {}): Result<string> => {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (pipe ? 0 : constants.O_NONBLOCK));
    const other = kindOf(fstatSync(file), pipe);
    return other === undefined ? succeed(decodeText(readUpTo(file, textBytesMax + 1))) : fail(`it is ${other}`);
  } catch (error) {
    return fail(whyNot(error));
  } finally {
    if (file !== undefined) {
      closeSync(file);
    }
  }
};

const kindOf = (stats: Stats, pipe: boolean): string | undefined => {
  if (stats.isFile() || (pipe && (stats.isFIFO() || stats.isSocket()))) {
    return undefined;
  }
  return stats.isDirectory() ? 'a folder' : stats.isFIFO() ? 'a pipe' : 'no file';
};

const readUpTo = (file: number, bytesMax: number): Uint8Array => {
  const bytes = new Uint8Array(bytesMax);
  let length = 0;
  while (length < bytesMax) {
    const count = readSync(file, bytes, length, bytesMax - length, null);
    if (count === 0) {
      break;
    }
    length += count;
  }
  return bytes.subarray(0, length);
};

const reasons: {readonly [code: string]: string} = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  ELOOP: 'its links lead round in a circle',
  ENOTDIR: 'a part of its path is no folder',
  ENXIO: 'it is no file',
};

const whyNot = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
};
