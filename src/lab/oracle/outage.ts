/** The outage as clients saw it, by what the application was told and when. */
import type {AcknowledgedWrite} from '../truth.ts';
import {outageAround} from '../watch/watch-notes.ts';
import type {Finding} from './finding.ts';

type Told = {
  /** In the order in which they were acknowledged. */
  readonly acknowledged: readonly Pick<AcknowledgedWrite, 'atMs' | 'server'>[];
  /** When the fault was there. */
  readonly faultMs: number;
};

/**
 * The longest time without an acknowledged write since the fault, from the last one before it on. Of a run that was resumed
 * it also counts the time in which the program was dead, and the application with it.
 */
export const outageFinding = ({acknowledged, faultMs}: Told): Finding => {
  const name = 'outage';
  if (!acknowledged.some(({atMs}) => atMs > faultMs)) {
    return {name, ok: false, detail: 'since the fault the application was never again told that a write is done'};
  }
  const outage = outageAround(
    acknowledged.map(({atMs}) => atMs),
    faultMs,
  );
  if (outage === null) {
    return {name, ok: false, detail: 'the application wrote nothing before the fault, so its outage has no beginning'};
  }
  const {fromMs, untilMs, lastedMs} = outage;
  const after = acknowledged.find(({atMs}) => atMs === untilMs);
  return {
    name,
    ok: true,
    detail: `clients could not write for ${lastedMs} ms from ${new Date(fromMs).toISOString()} on, and the first write after that was taken by the ${after?.server ?? 'primary'}`,
    measured: {outageMs: lastedMs},
  };
};
