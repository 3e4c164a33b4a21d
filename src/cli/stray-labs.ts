/** Labs whose drill was killed before it was a run: nothing can go on there, and nobody else would name them. */
import {existsSync} from 'node:fs';
import {runDirectory} from '../journal/run-directory.ts';
import {isLabAlive, knownLabs} from '../lab/known-labs.ts';

/** A sentence that begins with a blank, or nothing. */
export const strayLabs = (state: string): string => {
  const places = knownLabs(state)
    .filter(lab => !isLabAlive(lab) && !existsSync(runDirectory(state, lab.run).path))
    .map(({directory}) => directory);
  return places.length === 0
    ? ''
    : ` A lab that was being built still stands at ${places.join(' and at ')}; no drill had begun in it. Remove it with: lifeboat lab down`;
};
