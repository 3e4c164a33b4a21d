/** What a command makes of a runbook: to standard output, or to a file that is named. */
import {existsSync, statSync, writeFileSync} from 'node:fs';
import {type Result, succeed} from '../base/result.ts';
import type {Catalogued} from './catalog.ts';
import {type Refusal, refuse} from './refusal.ts';
import {fileBeside} from './runbook-files.ts';

type Place = {
  readonly output: string | undefined;
  /** What it was made of, and must not be written over. */
  readonly made: Pick<Catalogued, 'source' | 'planSource' | 'files'>;
};

/**
 * Writes it. A file gets the permissions that the person's own files have, unlike those of a run: it is there to be handed
 * out, and holds nothing but what stands in the runbook and its plan.
 */
export const writeOutput = (text: string, {output, made}: Place): Result<undefined, Refusal> => {
  if (output === undefined) {
    process.stdout.write(text);
    return succeed(undefined);
  }
  // A runbook that is no part of it is nothing to write over either.
  if (isSource(output, made) || (existsSync(output) && /\.ya?ml$/i.test(output))) {
    return refuse('usage', `${output} is a source, and is not written over.`, 'Give another file.');
  }
  try {
    writeFileSync(output, text);
    return succeed(undefined);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('usage', `${output} cannot be written: ${why}`, 'Give a file in a folder that is there.');
  }
};

/** By whatever name it is called, a link or another spelling: it is the same file of the same disk. */
const isSource = (output: string, {source, planSource, files}: Place['made']): boolean => {
  const written = identityOf(output);
  const beside = files.map(({file}) => fileBeside(source.file, file));
  return (
    written !== undefined &&
    [source.file, planSource.file, ...beside].some(file => file !== undefined && identityOf(file) === written)
  );
};

const identityOf = (file: string): string | undefined => {
  if (!existsSync(file)) {
    return undefined;
  }
  const {dev, ino} = statSync(file, {bigint: true});
  return `${dev} ${ino}`;
};
