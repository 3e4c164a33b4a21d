/** What is to be said of clocks that cannot be taken for granted: the wall clock was set, or the host was restarted. */
import type {RunState} from '../run/state.ts';
import {spokenDuration} from './spoken-duration.ts';
import {timeOfDay} from './words.ts';

/** It is measured between two looks at it, so what lacks less than a minute of an amount is that amount. */
const toMinutes = (ms: number): number => (ms < 60_000 ? ms : Math.round(ms / 60_000) * 60_000);

/** That the wall clock was set, and by how much. */
export const jumpWords = (byMs: number): string =>
  `The clock of the host was set ${byMs < 0 ? 'back' : 'forward'} by ${spokenDuration(toMinutes(Math.abs(byMs)))}`;

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
