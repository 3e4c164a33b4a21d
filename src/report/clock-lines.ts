/** What is to be said of clocks that cannot be taken for granted: the wall clock was set, or the host was restarted. */
import type {RunState} from '../run/state.ts';
import {spokenDuration} from './spoken-duration.ts';
import {timeOfDay} from './words.ts';

/** That the wall clock was set, and by how much. */
export const jumpWords = (byMs: number): string =>
  `The clock of the host was set ${byMs < 0 ? 'back' : 'forward'} by ${spokenDuration(Math.abs(byMs))}`;

/** For the summary of a run, a sentence a line; none where every duration was measured. */
export const clockLines = ({clockJumps, isTimeUncertain}: RunState): readonly string[] => [
  ...clockJumps.map(
    ({byMs, atMs}) =>
      `${jumpWords(byMs)} at ${timeOfDay(atMs)} UTC: no duration holds any of that, and later times are told as on the clock before.`,
  ),
  ...(isTimeUncertain
    ? [
        'The times are uncertain: the host was restarted while the run was open, and only its wall clock tells how long that took.',
      ]
    : []),
];
