/** Whether the application has what it was told it has, and how much it lost by its own record. */
import type {AcknowledgedWrite} from '../truth.ts';
import type {Finding} from './finding.ts';

/** What the runbook and its drill claim of the data. Milliseconds; nothing where it was not measured, or is not asked for. */
export type Claimed = {
  /** The instant up to which the data was restored, as the run measured it. */
  readonly recoveryPointMs: number | undefined;
  readonly rpoMs: number | null;
  /** When the service was said to be back: what was acknowledged from then on is there in any case. */
  readonly restoredMs: number | undefined;
  /** Whether writes from after the fault are there too. */
  readonly keepsNewerWrites: boolean;
};

export const claimsNothing: Claimed = {
  recoveryPointMs: undefined,
  rpoMs: null,
  restoredMs: undefined,
  keepsNewerWrites: true,
};

type Told = {
  readonly acknowledged: readonly AcknowledgedWrite[];
  readonly lost: readonly AcknowledgedWrite[];
  /** When the damage was done. */
  readonly faultMs: number;
  readonly claimed: Claimed;
  /** Who else had all of them when their server was lost; then none may be lost. */
  readonly heldBy: readonly string[];
};

/** Three findings: what must be there from before, how much of it is lost, and what must be there from after. */
export const writesFindings = (told: Told): readonly Finding[] => [before(told), lossBefore(told), after(told)];

/** A recovery point that was measured is held against the application's record: every write before it is there. */
const before = ({acknowledged, lost, faultMs, claimed}: Told): Finding => {
  const {recoveryPointMs} = claimed;
  const untilMs = Math.min(recoveryPointMs ?? faultMs, faultMs);
  const isMeant = ({atMs}: AcknowledgedWrite): boolean => atMs <= untilMs;
  const gone = lost.filter(isMeant);
  const moment = untilMs < faultMs ? `the recovery point, ${new Date(untilMs).toISOString()}` : 'the fault';
  return {
    name: 'writes_survived:before',
    ok: gone.length === 0,
    detail: `${counted(acknowledged.filter(isMeant))} acknowledged before ${moment}, and ${survived(gone)}`,
  };
};

/** The data loss as users see it, measured without a word of the runbook. */
const lossBefore = ({lost, faultMs, claimed: {rpoMs}, heldBy}: Told): Finding => {
  const name = 'data_loss_told';
  const gone = lost.filter(({atMs}) => atMs <= faultMs);
  if (gone.length === 0) {
    const detail = 'by its own record the application lost nothing that it was told before the fault';
    return {name, ok: true, detail, measured: {writesLost: 0, lossMs: 0}};
  }
  const lossMs = faultMs - Math.min(...gone.map(({atMs}) => atMs));
  return {
    name,
    ok: heldBy.length === 0 && (rpoMs === null || lossMs <= rpoMs),
    detail: `by its own record the application lost ${gone.length} ${gone.length === 1 ? 'write' : 'writes'} of the ${lossMs} ms before the fault${allowance(rpoMs, heldBy)}`,
    measured: {writesLost: gone.length, lossMs},
  };
};

const allowance = (rpoMs: number | null, heldBy: readonly string[]): string =>
  heldBy.length > 0
    ? `, and ${heldBy.join(' and ')} had all of them`
    : rpoMs === null
      ? ''
      : `, of ${rpoMs} ms allowed`;

const after = ({acknowledged, lost, faultMs, claimed}: Told): Finding => {
  const {keepsNewerWrites, restoredMs = Number.POSITIVE_INFINITY} = claimed;
  const isAfter = ({atMs}: AcknowledgedWrite): boolean => atMs > faultMs;
  const gone = lost.filter(isAfter);
  const told = `${counted(acknowledged.filter(isAfter))} acknowledged after the fault`;
  const name = 'writes_survived:after';
  if (keepsNewerWrites || gone.length === 0) {
    return {name, ok: gone.length === 0, detail: `${told}, and ${survived(gone)}`};
  }
  const late = gone.filter(({atMs}) => atMs > restoredMs);
  return {
    name,
    ok: late.length === 0,
    detail:
      late.length === 0
        ? `${told}, and ${gone.length} of them are gone, as the drill says of this way`
        : `${told}, and ${late.length} of them are gone that came when the service was said to be back`,
  };
};

/** `120 writes were`; each server for itself where several took some. */
const counted = (writes: readonly AcknowledgedWrite[]): string => {
  const byServer = Map.groupBy(writes, ({server}) => server ?? 'primary');
  const each = [...byServer].map(([server, ofServer]) => `${ofServer.length} by the ${server}`);
  return `${writes.length} writes${byServer.size > 1 ? ` (${each.join(', ')})` : ''} were`;
};

const survived = (gone: readonly AcknowledgedWrite[]): string =>
  gone.length === 0
    ? 'all their rows are there'
    : `${gone.length} of them ${gone.length === 1 ? 'has' : 'have'} lost rows`;
