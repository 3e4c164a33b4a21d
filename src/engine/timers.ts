/** The engine's timers: they end with it, so that a run that was left does not keep the program alive. */
import type {Clock} from '../base/clock.ts';

export type Timers = {
  /** Calls back after at least that long, unless taken back or stopped before. */
  readonly after: Clock['after'];
  /** Takes all back; none starts any more. */
  readonly stop: () => void;
};

/** Real timers count in 31 bits and fire at once beyond; whoever waits longer looks again and waits on. */
const delayMsMax = 2 ** 31 - 1;

/**
 * Timers stand still while the host sleeps, and know nothing of a wall clock that was set: whoever waits for an instant
 * looks again after this long, and costs nothing.
 */
export const lookAgainMs = 60_000;

export const createTimers = (clock: Clock): Timers => {
  const running = new Set<() => void>();
  let isStopped = false;
  return {
    after: (delayMs, then, options) => {
      if (isStopped) {
        return () => {};
      }
      const takeBack = clock.after(
        Math.min(delayMs, delayMsMax),
        () => {
          running.delete(takeBack);
          then();
        },
        options,
      );
      running.add(takeBack);
      return () => {
        running.delete(takeBack);
        takeBack();
      };
    },
    stop: () => {
      isStopped = true;
      for (const takeBack of running) {
        takeBack();
      }
      running.clear();
    },
  };
};
