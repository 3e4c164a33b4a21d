/** The real clock: the only place that reads it. */
import {uptime} from 'node:os';
import type {Clock} from '../base/clock.ts';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monoUs: () => Math.round(performance.now() * 1_000),
  // As in /proc/uptime, 5 µs. Elsewhere it is counted from the wall clock; the monotonic clock of macOS goes on in its sleep.
  bootUs: () => (process.platform === 'linux' ? Math.round(uptime() * 1_000_000) : undefined),
  after: (delayMs, then, options) => {
    const timer = setTimeout(then, delayMs);
    if (options?.idle) {
      timer.unref();
    }
    return () => clearTimeout(timer);
  },
};
