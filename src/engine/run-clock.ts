/** The clock of a run: wall time for people, out of which every setting of the wall clock is taken. */
import type {Clock} from '../base/clock.ts';
import {runTimeAt, toleratedMs} from '../run/run-time.ts';
import type {RunState} from '../run/state.ts';

/** By how much the wall clock was set forward, and the clock that it was held against. */
export type Jump = {readonly byMs: number; readonly against: 'boot' | 'monotonic'};

export type RunClock = Clock & {
  /** The wall clock itself: for an instant that somebody wrote down beforehand. */
  readonly wallMs: () => number;
  /** A jump that is in no fact yet; `nowMs` leaves it out already. */
  readonly jump: () => Jump | undefined;
  /** That jump is recorded, or needs no record: it is not told again. */
  readonly settle: (jump: Jump) => void;
};

/** A clock that no setting of the wall clock moves, milliseconds. The monotonic one stands still while the host sleeps. */
type Steady = {readonly against: Jump['against']; readonly nowMs: () => number};

const steadyOf = ({bootUs, monoUs}: Clock): Steady =>
  bootUs() === undefined
    ? {against: 'monotonic', nowMs: () => monoUs() / 1_000}
    : {against: 'boot', nowMs: () => (bootUs() ?? 0) / 1_000};

/**
 * Compares with how the clocks stood when the session began, not with the last look: ten small settings are one large one.
 * The state says what was recorded.
 */
export const createRunClock = (clock: Clock, state: Pick<RunState, 'jumpedMs'>): RunClock => {
  const steady = steadyOf(clock);
  let apartMs = clock.nowMs() - steady.nowMs();
  const jump = (): Jump | undefined => {
    const byMs = Math.round(clock.nowMs() - steady.nowMs() - apartMs);
    return Math.abs(byMs) > toleratedMs ? {byMs, against: steady.against} : undefined;
  };
  return {
    ...clock,
    wallMs: clock.nowMs,
    nowMs: () => runTimeAt(state, clock.nowMs()) - (jump()?.byMs ?? 0),
    jump,
    settle: ({byMs}) => {
      apartMs += byMs;
    },
  };
};
