/** The real clock: the only place that reads it. */
import type {Clock} from '../base/clock.ts';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monoUs: () => Math.round(performance.now() * 1_000),
  after: (delayMs, then, options) => {
    const timer = setTimeout(then, delayMs);
    if (options?.idle) {
      timer.unref();
    }
    return () => clearTimeout(timer);
  },
};
