/** The real clock: the only place that reads it. */
import {uptime} from 'node:os';
import type {Clock} from '../base/clock.ts';
import {startTicksOf} from '../runners/process-table.ts';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  // The same clock as performance.now(), whose module takes a millisecond to load.
  monoUs: () => Math.round(process.uptime() * 1_000_000),
  bootUs: () => {
    const seconds = uptime();
    isBootTime ??= isSinceBoot(seconds);
    return isBootTime ? Math.round(seconds * 1_000_000) : undefined;
  },
  after: (delayMs, then, options) => {
    const timer = setTimeout(then, delayMs);
    if (options?.idle) {
      timer.unref();
    }
    return () => clearTimeout(timer);
  },
};

let isBootTime: boolean | undefined;

/** Ticks a second in which the kernel tells when a process was started (proc(5), USER_HZ). */
const ticksPerSecond = 100;
const differenceSMax = 30;

/**
 * Whether the uptime is that of the kernel. Some containers are told one of their own, which begins anew with them under the same boot
 * id; then it does not fit to when the kernel says that this process was started. There is none but on Linux: elsewhere
 * uptime is counted from the wall clock, and the monotonic clock of macOS goes on while the host sleeps.
 */
const isSinceBoot = (uptimeS: number): boolean => {
  const startTicks = process.platform === 'linux' ? startTicksOf(process.pid) : undefined;
  const nowS = Number(startTicks ?? Number.NaN) / ticksPerSecond + process.uptime();
  return Math.abs(uptimeS - nowS) < differenceSMax;
};
