/** The outage as clients saw it, by what the application was told and when. */
import type {AcknowledgedWrite} from '../truth.ts';
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
  const before = acknowledged.findLast(({atMs}) => atMs <= faultMs);
  const after = acknowledged.filter(({atMs}) => atMs > faultMs);
  if (after.length === 0) {
    return {name, ok: false, detail: 'since the fault the application was never again told that a write is done'};
  }
  const moments = [...(before === undefined ? [] : [before]), ...after];
  const gaps = moments.slice(1).map((write, index) => gapBetween(moments[index] ?? write, write));
  const longest = gaps.reduce<Gap | undefined>(
    (most, gap) => (most && most.gapMs >= gap.gapMs ? most : gap),
    undefined,
  );
  const {fromMs = faultMs, gapMs = (after[0]?.atMs ?? faultMs) - faultMs, server = after[0]?.server} = longest ?? {};
  return {
    name,
    ok: true,
    detail: `clients could not write for ${gapMs} ms from ${new Date(fromMs).toISOString()} on, and the first write after that was taken by the ${server ?? 'primary'}`,
    measured: {outageMs: gapMs},
  };
};

type Moment = Told['acknowledged'][number];
type Gap = {readonly fromMs: number; readonly gapMs: number; readonly server: Moment['server']};

const gapBetween = (from: Moment, to: Moment): Gap => ({
  fromMs: from.atMs,
  gapMs: to.atMs - from.atMs,
  server: to.server,
});
