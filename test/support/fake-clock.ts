/** A clock that stands still until the test lets time pass; timers fire then, in their order. */
import type {Clock} from '../../src/base/clock.ts';

export type FakeClock = Clock & {
  /** Lets time pass and fires what falls due, also what is set meanwhile. */
  readonly pass: (ms: number) => void;
  /** The wall clock is set forward; back where that is negative. No other clock takes notice. */
  readonly set: (byMs: number) => void;
  /** The host sleeps: timers and the monotonic clock stand still meanwhile. */
  readonly sleep: (ms: number) => void;
  /** The clock of another process on the same host, that much later: its timers and its monotonic time begin anew. */
  readonly later: (ms: number) => FakeClock;
  /** Timers that are set and would keep a program alive. */
  readonly waiting: () => number;
};

/** One minute past three in the morning. */
const startMs = Date.UTC(2026, 10, 1, 3, 1, 0);

type Timer = {readonly atMs: number; readonly then: () => void; readonly keepsAlive: boolean};

/** `bootMs` is how long the host has been up; a system that does not tell has none. */
export const fakeClock = (fromMs = startMs, {bootMs = 3_600_000}: {bootMs?: number | null} = {}): FakeClock => {
  // What has passed for timers, what the host slept beside, and what the wall clock was set by.
  let nowMs = 0;
  let sleptMs = 0;
  let setMs = 0;
  let timers: readonly Timer[] = [];
  const nextBefore = (limitMs: number): Timer | undefined =>
    timers.filter(({atMs}) => atMs <= limitMs).toSorted((one, other) => one.atMs - other.atMs)[0];
  return {
    nowMs: () => fromMs + nowMs + sleptMs + setMs,
    monoUs: () => nowMs * 1_000,
    bootUs: () => (bootMs === null ? undefined : (bootMs + nowMs + sleptMs) * 1_000),
    set: byMs => {
      setMs += byMs;
    },
    sleep: ms => {
      sleptMs += ms;
    },
    after: (delayMs, then, options) => {
      const timer = {atMs: nowMs + Math.max(0, delayMs), then, keepsAlive: options?.idle !== true};
      timers = [...timers, timer];
      return () => {
        timers = timers.filter(other => other !== timer);
      };
    },
    later: ms =>
      fakeClock(fromMs + nowMs + sleptMs + setMs + ms, {
        bootMs: bootMs === null ? null : bootMs + nowMs + sleptMs + ms,
      }),
    pass: ms => {
      const limitMs = nowMs + ms;
      for (let timer = nextBefore(limitMs); timer; timer = nextBefore(limitMs)) {
        const due = timer;
        timers = timers.filter(other => other !== due);
        nowMs = Math.max(nowMs, due.atMs);
        due.then();
      }
      nowMs = limitMs;
    },
    waiting: () => timers.filter(({keepsAlive}) => keepsAlive).length,
  };
};
