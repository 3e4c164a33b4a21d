/** Where the journal of a run may go on when the file that it stands in cannot be written any more. */
import {readdirSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import {env} from 'node:process';
import type {Sink} from '../../run/record-fact.ts';

type Environment = {readonly [name: string]: string | undefined};

/**
 * In the order in which they are tried: the run's own directory, the run's in `$LIFEBOAT_FALLBACK`, and the one in memory,
 * which the XDG specification wants named from the root.
 */
export const sinksOf = (
  runDirectory: string,
  {LIFEBOAT_FALLBACK: fallback, XDG_RUNTIME_DIR: runtime}: Environment = env,
): readonly Sink[] => {
  const run = basename(runDirectory);
  return [
    {where: 'run-directory', directory: runDirectory},
    ...(fallback ? [{where: 'fallback' as const, directory: join(resolve(fallback), run)}] : []),
    ...(runtime?.startsWith('/') ? [{where: 'volatile' as const, directory: join(runtime, 'lifeboat', run)}] : []),
  ];
};

/** The file that follows number `after`; the first of a run is `journal.jsonl` and has the number 1. */
export const segmentName = (number: number): string => `journal-${String(number).padStart(4, '0')}.jsonl`;

/** The number in a segment's name; nothing where it is none. */
export const segmentNumber = (name: string): number | undefined => {
  const digits = /^journal-(\d{4})\.jsonl$/.exec(name)?.[1];
  return digits === undefined || Number(digits) < 2 ? undefined : Number(digits);
};

/** The numbers and paths of the segments in a directory; none where it is not there. */
export const segmentsIn = (directory: string): readonly {readonly number: number; readonly path: string}[] => {
  try {
    return readdirSync(directory).flatMap(name => {
      const number = segmentNumber(name);
      return number === undefined ? [] : [{number, path: join(directory, name)}];
    });
  } catch {
    return [];
  }
};
