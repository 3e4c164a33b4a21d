/** The injects of a drill in the directory of its run: sealed at the beginning, found again when it is resumed, told at the end. */
import {randomBytes} from 'node:crypto';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Injects} from '../../injects/injects.ts';
import {parseInjects} from '../../injects/parse-injects.ts';
import {type RunDirectory, sealedInjects} from '../../journal/run-directory.ts';
import {pinFile, readRunFile} from '../../journal/run-files.ts';
import {sha256} from '../../journal/safe-file.ts';
import {saltBytes, sealText, unsealText} from '../../journal/sealed-text.ts';
import type {DrillFact} from '../../run/drill-fact.ts';
import type {Fact} from '../../run/event.ts';
import {type Refusal, refuse} from '../refusal.ts';
import type {GivenInjects} from './read-injects.ts';

export type SealedInjects = GivenInjects & {readonly fact: Extract<DrillFact, {type: 'injects-sealed'}>};

const toldFile = 'injects.yaml';

/** Writes them, sealed, before the first fact. */
export const sealInjects = (run: RunDirectory, given: GivenInjects): Result<SealedInjects, Refusal> => {
  const pinned = pinFile(run, {path: sealedInjects, bytes: sealText(given.text, randomBytes(saltBytes))});
  return pinned.ok
    ? succeed({...given, fact: {type: 'injects-sealed', file: sealedInjects, sha256: pinned.value.sha256}})
    : refuse('usage', pinned.reason);
};

/** Those that a drill was begun with; nothing where there were none, or they were told already. */
export const formerInjects = (
  run: RunDirectory,
  facts: readonly Fact[],
): Result<SealedInjects | undefined, Refusal> => {
  const fact = facts.find(one => one.type === 'injects-sealed');
  if (fact === undefined || facts.some(({type}) => type === 'injects-opened')) {
    return succeed(undefined);
  }
  const read = unsealed(run, fact);
  return read.ok
    ? succeed({...read.value, fact: {type: 'injects-sealed', file: fact.file, sha256: fact.sha256}})
    : refuse(
        'unverified',
        `${run.id} was begun with sealed injects, and ${read.reason}; without them it would be another drill.`,
        'Put the file back, or take its lab down with `lifeboat lab down` and drill anew.',
      );
};

const unsealed = (run: RunDirectory, {file, sha256: digest}: SealedInjects['fact']): Result<GivenInjects> => {
  const bytes = readRunFile(run, file);
  if (bytes === undefined || sha256(bytes) !== digest) {
    return fail(`${file} ${bytes === undefined ? 'cannot be read' : 'is not the file that was recorded'}`);
  }
  const text = unsealText(bytes);
  const injects: Injects | undefined = text.ok ? parseInjects(text.value).injects : undefined;
  return text.ok && injects !== undefined
    ? succeed({text: text.value, injects})
    : fail(`this version does not read ${file}`);
};

/** Writes them for everybody to read, and says what the fact says of the file. A crash may have left it written already. */
export const tellInjects = (
  run: RunDirectory,
  {text}: GivenInjects,
): Result<{readonly file: string; readonly sha256: string}> => {
  const bytes = Buffer.from(text);
  if (readRunFile(run, toldFile)?.equals(bytes) === true) {
    return succeed({file: toldFile, sha256: sha256(bytes)});
  }
  const pinned = pinFile(run, {path: toldFile, bytes});
  return pinned.ok ? succeed({file: pinned.value.path, sha256: pinned.value.sha256}) : pinned;
};
