/** What a command makes of a runbook: to standard output, or to a file that is named. */
import {existsSync, realpathSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {type Result, succeed} from '../base/result.ts';
import type {Catalogued} from './catalog.ts';
import {type Refusal, refuse} from './refusal.ts';

type Place = {
  readonly output: string | undefined;
  /** What it was made of, and must not be written over. */
  readonly made: Pick<Catalogued, 'source' | 'planSource'>;
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
  const own = [made.source.file, made.planSource.file].map(wholePath);
  // What else it is made of is YAML too: a runbook that it includes.
  if (own.includes(wholePath(output)) || (existsSync(output) && /\.ya?ml$/i.test(output))) {
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

/** Also by another name of it. */
const wholePath = (file: string): string => (existsSync(file) ? realpathSync(file) : resolve(file));
