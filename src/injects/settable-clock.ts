/** A clock whose wall time a drill can set: the time that only goes forward, and that of the host, stay as they are. */
import type {Clock} from '../base/clock.ts';

export type SettableClock = Clock & {
  /** Sets the wall time forward by so much, milliseconds; back where it is negative. */
  readonly set: (byMs: number) => void;
  /** By how much it was set in all. */
  readonly setMs: () => number;
};

/** For the journal and the engine of one session alike. */
export const settableClock = (clock: Clock): SettableClock => {
  let setMs = 0;
  return {
    ...clock,
    nowMs: () => clock.nowMs() + setMs,
    set: byMs => {
      setMs += byMs;
    },
    setMs: () => setMs,
  };
};
