/** Looks now and then how full the disk of a run is: says so while there is time, and takes note when there is room again. */
import {showForeignLine} from '../base/foreign-text.ts';
import {makeBallast} from '../journal/segments/ballast.ts';
import {fallbackProblem} from '../journal/segments/fallback.ts';
import {type Measure, measure, roomOf, roomWords} from '../journal/segments/file-system.ts';
import type {FactBody} from '../run/event.ts';
import type {RunState} from '../run/state.ts';
import {stateOf} from './beside.ts';

export type Watched = {
  /** The run's directory. */
  readonly path: string;
  readonly run: () => RunState;
  /** Records that the journal is whole again. */
  readonly record: (facts: readonly FactBody[]) => unknown;
  /** What is to be said has changed. */
  readonly changed: () => void;
  readonly measure?: Measure;
  /** Why the second place that somebody named for the record is of no use. */
  readonly fallback?: () => string | undefined;
};

export type RoomWatch = {
  /** What has to be said of the disk now; empty where there is room. */
  readonly warning: () => string;
  /** Looks at once, and from then on at most every half minute. */
  readonly start: () => void;
  readonly close: () => void;
};

/** A disk fills in minutes, not in seconds, and a look must cost nothing that anybody feels. */
const lookMs = 30_000;

/** Nothing is looked at before `start`. */
export const watchRoom = (watched: Watched): RoomWatch => {
  let warning = '';
  let standing = '';
  const look = (): void => {
    const found = (watched.measure ?? measure)(watched.path);
    const isFull = found !== undefined && roomOf(found) === 'nearly-full';
    const now = isFull ? `DISK NEARLY FULL: ${roomWords(found)} where the record stands` : standing;
    // The number alone is no news: it would be read out again and again.
    const isNews = headOf(now) !== headOf(warning);
    warning = now;
    if (isNews) {
      watched.changed();
    }
    restore(watched);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    warning: () => warning,
    start: () => {
      const problem = (watched.fallback ?? fallbackProblem)();
      standing =
        problem === undefined ? '' : `NO SECOND PLACE FOR THE RECORD: ${showForeignLine(problem)} (LIFEBOAT_FALLBACK)`;
      look();
      timer = setInterval(look, lookMs).unref();
    },
    close: () => clearInterval(timer),
  };
};

/** What a warning is about, without its figures. */
export const headOf = (warning: string): string => warning.split(':', 1)[0] ?? '';

/** What stands nowhere is tried again. Else only a disk that was full: one that reported an error is for a person to look at, and `lifeboat resume` is that look. */
const restore = ({path, run, record}: Watched): void => {
  const {degraded, status} = run();
  if (degraded?.where === 'unwritten') {
    record([]);
    return;
  }
  const wasFull = degraded?.cause === 'ENOSPC' || degraded?.cause === 'EDQUOT';
  if (status === 'running' && degraded?.where === 'run-directory' && wasFull && makeBallast(stateOf(path))) {
    record([{type: 'restored', file: degraded.file}]);
  }
};
