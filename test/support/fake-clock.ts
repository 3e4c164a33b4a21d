/** A clock that stands still until the test lets time pass; timers fire then, in their order. */
import type {Clock} from '../../src/base/clock.ts';

export type FakeClock = Clock & {
  /** Lets time pass and fires what falls due, also what is set meanwhile. */
  readonly pass: (ms: number) => void;
  /** Timers that are set and would keep a program alive. */
  readonly waiting: () => number;
};

/** One minute past three in the morning. */
const startMs = Date.UTC(2026, 10, 1, 3, 1, 0);

type Timer = {readonly atMs: number; readonly then: () => void; readonly keepsAlive: boolean};

export const fakeClock = (fromMs = startMs): FakeClock => {
  let nowMs = fromMs;
  let timers: readonly Timer[] = [];
  const nextBefore = (limitMs: number): Timer | undefined =>
    timers.filter(({atMs}) => atMs <= limitMs).toSorted((one, other) => one.atMs - other.atMs)[0];
  return {
    nowMs: () => nowMs,
    monoUs: () => (nowMs - fromMs) * 1_000,
    after: (delayMs, then, options) => {
      const timer = {atMs: nowMs + Math.max(0, delayMs), then, keepsAlive: options?.idle !== true};
      timers = [...timers, timer];
      return () => {
        timers = timers.filter(other => other !== timer);
      };
    },
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
