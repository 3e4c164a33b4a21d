/** `lifeboat sign RUN`: puts the name of a person under the head of a record, with their SSH key. The journal is not touched. */

import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {showForeignLine} from '../../base/foreign-text.ts';
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {headNote} from '../../journal/head-note.ts';
import type {RunDirectory} from '../../journal/run-directory.ts';
import {writeSealFile} from '../../journal/run-files.ts';
import {operatorNoteName} from '../../journal/signing/operator-notes.ts';
import {armoured, fingerprintOf, signerOf} from '../../journal/signing/signature.ts';
import {namespaces} from '../../journal/signing/sshsig.ts';
import {makeDirectory} from '../../journal/state-directory.ts';
import {exitCodes} from '../exit-code.ts';
import {knownKeys, personOf} from '../known-keys.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {signFor} from '../ssh-keygen.ts';
import {findRunHere, openState, type StateOption} from '../state-place.ts';
import {type Verified, verifyRecord} from '../verify-record.ts';

export type SignOptions = StateOption & {readonly key: string; readonly trust?: string; readonly json?: boolean};

/** A run that is still driven is signed as far as it is: only files beside its journal are written. */
export const signCommand = (wanted: string, options: SignOptions): number => {
  const directory = findRunHere(options, wanted);
  if (!directory.ok) {
    return printRefusal(directory.reason);
  }
  const signed = sign(directory.value, options);
  if (!signed.ok) {
    return printRefusal(signed.reason);
  }
  const {key, name, file, entries} = signed.value;
  process.stdout.write(
    options.json
      ? `${printedJson({run: directory.value.id, ...signed.value})}\n`
      : `Signed ${entries} facts as ${name === null ? `${key}, a key that the plan does not name` : `${showForeignLine(name)}, ${key}`}: ${file}\n`,
  );
  return exitCodes.done.code;
};

type Signed = {
  readonly entries: number;
  readonly head: string;
  readonly words: string;
  readonly name: string | null;
  readonly key: string;
  /** The signature, relative to the run; the note stands beside it. */
  readonly file: string;
};

const sign = (directory: RunDirectory, options: SignOptions): Result<Signed, Refusal> => {
  // Whoever may write there could have put another run in its place.
  const state = openState(options);
  if (!state.ok) {
    return state;
  }
  const known = knownKeys(state.value, options.trust);
  if (!known.ok) {
    return known;
  }
  const {verified: record, facts} = verifyRecord(directory, {
    known: known.value,
    mustBeSigned: options.trust !== undefined,
  });
  if (!record.ok) {
    return refuseBad(directory, record);
  }
  // As far as it was verified: somebody may be driving it, and more may have come since.
  const {entries, head: hash, words} = record;
  process.stderr.write(`You sign the first ${entries} facts of ${directory.id}, head ${hash}, in words: ${words}\n`);
  const note = headNote(directory.id, {entries, hash});
  const signature = signFor(namespaces.run, note, options.key);
  if (!signature.ok) {
    return refuse(
      'usage',
      signature.reason,
      'Give your private key with --key FILE, or the public one where an agent has the other.',
    );
  }
  const key = signerOf(signature.value)?.key ?? '';
  const person = personOf(key, known.value, facts);
  const name = operatorNoteName(person?.contact, key);
  const written = write(directory, name, {note, signature: armoured(signature.value)});
  return written.ok
    ? succeed({
        entries,
        head: hash,
        words,
        name: person?.name ?? null,
        key: fingerprintOf(key),
        file: `seals/${name}.sig`,
      })
    : refuse('usage', written.reason);
};

const refuseBad = ({id}: RunDirectory, {problems}: Verified): Result<never, Refusal> => {
  const [first] = problems;
  return refuse(
    'unverified',
    `The record does not verify, and nobody should sign it: ${showForeignLine(first?.message ?? 'it cannot be read.')}`,
    `lifeboat verify ${id} says more.`,
  );
};

/** The former signature goes first: a note that has none yet counts for nothing, and one with another's would look forged. */
const write = (
  directory: RunDirectory,
  name: string,
  {note, signature}: {readonly note: string; readonly signature: string},
): Result<void> => {
  const made = makeDirectory(directory.seals);
  if (!made.ok) {
    return made;
  }
  rmSync(join(directory.seals, `${name}.sig`), {force: true});
  const noted = writeSealFile(directory, name, note);
  return noted.ok ? writeSealFile(directory, `${name}.sig`, signature) : noted;
};
