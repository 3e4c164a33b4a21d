/** Heads that people have signed, as they stand beside the seals of a run: each note with its signature. */
import {readdirSync} from 'node:fs';
import {basename} from 'node:path';
import type {RunDirectory} from '../run-directory.ts';
import {readRunFile} from '../run-files.ts';
import {compactSignature, fingerprintOf, signerOf} from './signature.ts';
import {namespaces} from './sshsig.ts';

/** What somebody has signed, and with which key; `problem` where it is no signature of that. */
export type OperatorNote = {
  /** The file of the note, relative to the run. */
  readonly file: string;
  readonly note: Buffer;
  /** On one line. */
  readonly signature: string;
  readonly key: string;
  readonly problem?: string;
};

const ending = '.head.note';

/** Where the note of somebody stands: by the contact of the plan, where that is a name, else by the fingerprint of the key. */
export const operatorNoteName = (contact: string | undefined, key: string): string => {
  // The contacts of a record are foreign text, and this becomes the name of a file.
  const isName = contact !== undefined && /^[a-z][a-z0-9_]{0,63}$/.test(contact);
  return `${isName ? contact : fingerprintOf(key).replace(':', '-').replaceAll('/', '_').replaceAll('+', '-')}${ending}`;
};

/** All of them, by name. A note without a signature is none: a program that died in between leaves one. */
export const operatorNotes = (run: RunDirectory): readonly OperatorNote[] =>
  namesIn(run.seals)
    .filter(name => name.endsWith(`${ending}.sig`))
    .map(name => readNote(run, `${basename(run.seals)}/${name}`));

const readNote = (run: RunDirectory, signatureFile: string): OperatorNote => {
  const file = signatureFile.replace(/\.sig$/, '');
  const note = readRunFile(run, file);
  const signature = compactSignature(readRunFile(run, signatureFile)?.toString('utf8') ?? '');
  const signer = signature === undefined ? undefined : signerOf(signature);
  const found = {file, note: note ?? Buffer.alloc(0), signature: signature ?? '', key: signer?.key ?? ''};
  const problem =
    note === undefined
      ? 'the note cannot be read'
      : signer?.namespace === namespaces.run
        ? undefined
        : `it is no signature of a head (namespace ${namespaces.run})`;
  return {...found, ...(problem !== undefined && {problem})};
};

const namesIn = (path: string): readonly string[] => {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
};
