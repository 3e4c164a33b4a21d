/** Wakes for the seal of what nothing followed: where a person thinks for a minute, what was said before must not stand unsigned. */
import type {Clock} from '../base/clock.ts';
import type {Recorder} from './recorder.ts';
import type {Timers} from './timers.ts';

type Parts = {
  readonly recorder: Pick<Recorder, 'seal' | 'sealDueInMs'>;
  readonly clock: Pick<Clock, 'monoUs'>;
  readonly timers: Timers;
  /** Does something in a turn of the engine, unless it has come to its end. */
  readonly inTurn: (act: () => void) => void;
  /** Makes the seal durable: only this one costs a sync of its own. */
  readonly commit: () => void;
};

/** Called after each write, it sets the one timer there is, or takes it back. It keeps no program alive. */
export const createSealTimer = ({recorder, clock, timers, inTurn, commit}: Parts): (() => void) => {
  let takeBack = (): void => {};
  const dueInMs = (): number | undefined => recorder.sealDueInMs(clock.monoUs());
  const seal = (): void => {
    // Something may have been recorded and sealed since.
    if (dueInMs() === 0) {
      recorder.seal();
      commit();
    }
  };
  return () => {
    takeBack();
    const delayMs = dueInMs();
    takeBack = delayMs === undefined ? () => {} : timers.after(delayMs, () => inTurn(seal), {idle: true});
  };
};
