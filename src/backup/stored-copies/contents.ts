/** What a copy in an object store consists of: archives of tar, and the list of their files with digests, itself the last object of the copy. */
import {type Failure, fail, type Result, succeed} from '../../base/result.ts';

export type StoredFile = {
  /** Below the directory that was copied, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
};

/** One object: a tar archive of some of the files. */
export type StoredPart = {
  /** Behind the prefix. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Of the object: whatever happens under its name later, this one stays. */
  readonly version: string;
  readonly files: readonly StoredFile[];
};

export type Contents = {
  readonly format: 1;
  /** Each of them, also those without a file: PostgreSQL wants some that are empty. */
  readonly directories: readonly string[];
  readonly parts: readonly StoredPart[];
};

/** Each version of this object is one whole copy, because it is written when all else is there. */
export const contentsName = 'LIFEBOAT-COPY.json';

export const partName = (index: number): string => `part-${String(index + 1).padStart(5, '0')}.tar`;

export const objectKey = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}/${name}`);

export const contentsText = (contents: Contents): string => `${JSON.stringify(contents)}\n`;

export const filesOf = ({parts}: Contents): readonly StoredFile[] => parts.flatMap(({files}) => files);

/** Somebody who may write to the store may have written this: no path leads out of the directory that it is laid in. */
export const parseContents = (text: string): Result<Contents> => {
  const read = parsed(text);
  const {format, directories, parts} = isRecord(read) ? read : {};
  if (format !== 1 || !Array.isArray(directories) || !Array.isArray(parts)) {
    return notKnown;
  }
  if (!directories.every(isPath) || !parts.every(isPart)) {
    return notKnown;
  }
  const contents: Contents = {format, directories, parts};
  const names = [...directories, ...filesOf(contents).map(({path}) => path)];
  return new Set(names).size === names.length ? succeed(contents) : notKnown;
};

const notKnown: Failure<string> = fail('it is no list of files that is known here');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whether it stays below the directory and beside the list of files. */
export const isPath = (value: unknown): value is string =>
  typeof value === 'string' &&
  !value.startsWith(contentsName) &&
  !/[\0\\]/.test(value) &&
  value.split('/').every(part => part !== '' && part !== '.' && part !== '..');

const isMeasured = (value: unknown): value is {readonly bytes: number; readonly sha256: string} =>
  isRecord(value) &&
  Number.isSafeInteger(value.bytes) &&
  Number(value.bytes) >= 0 &&
  typeof value.sha256 === 'string' &&
  /^[0-9a-f]{64}$/.test(value.sha256);

const isFile = (value: unknown): value is StoredFile => isRecord(value) && isPath(value.path) && isMeasured(value);

const isPart = (value: unknown): value is StoredPart =>
  isRecord(value) &&
  typeof value.name === 'string' &&
  /^part-\d{5,}\.tar$/.test(value.name) &&
  typeof value.version === 'string' &&
  value.version !== '' &&
  isMeasured(value) &&
  'files' in value &&
  Array.isArray(value.files) &&
  value.files.every(isFile);
