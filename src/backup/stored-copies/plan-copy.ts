/** What a directory has, and which of its files go together into one object. */
import {lstatSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {isPath} from './contents.ts';
import {type PlannedFile, tarBytes} from './tar-part.ts';

export type PlannedCopy = {
  readonly directories: readonly string[];
  readonly parts: readonly (readonly PlannedFile[])[];
};

/** Small files by themselves would take a request each, and a cluster has a thousand that are empty or nearly so. */
const partBytes = 64 * 1024 * 1024;

/** What one request can put (Amazon S3 User Guide, uploading objects). */
const objectBytesMax = 5 * 1024 ** 3;

/** Links are refused: what they lead to, such as a tablespace, would be missing. */
export const planCopy = (directory: string): Result<PlannedCopy> => {
  const directories: string[] = [];
  const files: PlannedFile[] = [];
  try {
    for (const path of readdirSync(directory, {recursive: true, encoding: 'utf8'}).toSorted()) {
      const kind = lstatSync(join(directory, path));
      if (!isPath(path)) {
        return fail(`${join(directory, path)} has a name that a copy cannot have`);
      }
      if (kind.isDirectory()) {
        directories.push(path);
      } else if (!kind.isFile()) {
        return fail(`${join(directory, path)} is neither a file nor a directory, and would be missing in the copy`);
      } else if (tarBytes([{path, bytes: kind.size}]) > objectBytesMax) {
        return fail(`${join(directory, path)} has 5 GiB or more, which is too much for one object`);
      } else {
        files.push({path, bytes: kind.size});
      }
    }
  } catch (thrown) {
    return fail(`${directory} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  return files.length === 0
    ? fail(`${directory} has no file that could be copied`)
    : succeed({directories, parts: inParts(files)});
};

const inParts = (files: readonly PlannedFile[]): readonly (readonly PlannedFile[])[] => {
  const parts: PlannedFile[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const file of files) {
    if (bytes + file.bytes > partBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(file);
    bytes += file.bytes;
  }
  return parts;
};
