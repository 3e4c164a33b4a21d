/** Whether somebody who would approve is away from a question, and when that is over. */
import type {StepState} from '../run/state.ts';
import {names} from './inject-places.ts';
import type {ApproverAway, Inject} from './injects.ts';
import type {InjectWatch} from './watch-injects.ts';

/** `for-good` and `until-called` have no end of their own; `until-called` ends when the question is escalated. */
export type Absence =
  | {readonly away: 'no'}
  | {readonly away: 'for-good'}
  | {readonly away: 'until-called'}
  | {readonly away: 'for-a-while'; readonly leftMs: number};

/** By the clock of the host: an inject that sets the clock of the engine brings nobody back. */
export const absenceFrom = (
  list: readonly Inject[],
  question: Pick<StepState, 'path' | 'escalations' | 'outline'>,
  {askedAtMs, hostMs}: {readonly askedAtMs: InjectWatch['askedAtMs']; readonly hostMs: number},
): Absence => {
  const {path, escalations = [], outline} = question;
  const absent = list.filter(
    (inject): inject is ApproverAway =>
      inject.kind === 'approver_away' && (inject.step === undefined || names(inject.step, path)),
  );
  const kept = absent.filter(({escalation}) => escalation === 'away' || escalations.length === 0);
  const leftMs = kept.map(({forMs}) =>
    forMs === undefined ? Number.POSITIVE_INFINITY : (askedAtMs(path) ?? hostMs) + forMs - hostMs,
  );
  const longestMs = Math.max(0, ...leftMs);
  if (longestMs <= 0) {
    return {away: 'no'};
  }
  if (Number.isFinite(longestMs)) {
    return {away: 'for-a-while', leftMs: longestMs};
  }
  const isCalled = outline.escalate !== undefined || outline.expiresMs !== undefined;
  const staysAway = kept.some(({escalation, forMs}) => escalation === 'away' && forMs === undefined);
  return isCalled && !staysAway ? {away: 'until-called'} : {away: 'for-good'};
};
