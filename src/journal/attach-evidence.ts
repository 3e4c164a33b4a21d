/** Copies a file that a person attaches into the record of a run. */
import {basename} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {RunDirectory} from './run-directory.ts';
import {readRunFile, writeRunFile} from './run-files.ts';
import {readSafely, sha256} from './safe-file.ts';

/** A picture of a screen or a log has less; what has more belongs into a place of its own, named in a note. */
export const evidenceBytesMax = 32 * 1024 * 1024;

export type AttachedFile = {
  /** Where the copy stands, relative to the run. */
  readonly file: string;
  /** What the file was called. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
};

/** Only a regular file is copied, and none in which `isSecret` finds a secret. The copy is 0600 and durable; the same bytes are kept once. */
export const attachEvidence = (
  run: RunDirectory,
  path: string,
  isSecret: (text: string) => boolean,
): Result<AttachedFile> => {
  const bytes = readSafely(path, evidenceBytesMax);
  if (!bytes.ok) {
    return fail(bytes.reason.message);
  }
  if (isSecret(bytes.value.toString('utf8'))) {
    return fail(`${path} holds a secret of this run; take it out and attach the rest.`);
  }
  const digest = sha256(bytes.value);
  const name = basename(path);
  const file = `evidence/${digest.slice(0, digestDigits)}-${safeName(name)}`;
  const attached = succeed({file, name, bytes: bytes.value.length, sha256: digest});
  const earlier = readRunFile(run, file);
  if (earlier && sha256(earlier) === digest) {
    return attached;
  }
  const written = writeRunFile(run, {path: file, bytes: bytes.value});
  return written.ok ? attached : written;
};

/** Enough that two files of a run do not meet. */
const digestDigits = 16;

/** What is harmless in every file system and shell; the name itself stands in the fact. */
const safeName = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(-80);
