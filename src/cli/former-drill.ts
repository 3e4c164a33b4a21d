/** A drill that was interrupted: it goes on in its own lab, only its end is missing, or its lab was lost and it is closed. */
import {type Result, succeed} from '../base/result.ts';
import type {Safeguard} from '../engine/context.ts';
import type {Finding} from '../run/drill-fact.ts';
import type {Fact, FactBody} from '../run/event.ts';
import type {Drill} from '../runbook/runbook.ts';
import {nothingActs} from './commands/tabletop.ts';
import {type DrillLab, returnToLab} from './drill-lab.ts';
import type {OpenRun} from './join-run.ts';
import {type Judged, judgeDrill, judgeExamined, judgeLost, judgeTabletop} from './judge-drill.ts';
import {type Refusal, refuse} from './refusal.ts';

export type FormerDrill =
  | {readonly how: 'goes-on'; readonly lab: DrillLab}
  /** The lab is not needed any more. */
  | {readonly how: 'examined'; readonly findings: readonly Finding[]}
  | {readonly how: 'lost'; readonly why: string}
  /** It never had a lab. */
  | {readonly how: 'table'};

/** Finds out which of them it is; a lab that only cannot be reached now is a refusal. */
export const findFormerDrill = async (
  state: string,
  run: string,
  facts: readonly Fact[],
): Promise<Result<FormerDrill, Refusal>> => {
  const examined = facts.findLast(fact => fact.type === 'lab-examined');
  if (examined) {
    return succeed({how: 'examined', findings: examined.findings});
  }
  const lab = await returnToLab(state, run);
  if (lab.ok) {
    return succeed({how: 'goes-on', lab: lab.value});
  }
  const {why, sentence} = lab.reason;
  return why === 'lost' ? succeed({how: 'lost', why: sentence}) : refuse('held', sentence);
};

/** What ends a run at once when it is opened again: nothing of it can go on without its lab. */
export const endingOf = (former: FormerDrill | undefined, facts: readonly Fact[]): readonly FactBody[] =>
  former?.how === 'lost' && !facts.some(({type}) => type === 'run-ended')
    ? [{type: 'run-ended', outcome: 'aborted', reason: former.why}]
    : [];

/** What is touched must be the lab's. */
export const safeguardOf = (drill: FormerDrill | undefined): Safeguard => {
  switch (drill?.how) {
    case 'goes-on':
      return drill.lab.safeguard;
    case 'table':
      return nothingActs;
    case 'examined':
    case 'lost':
    case undefined:
      return async () => succeed(undefined);
  }
};

/** Judges it at its end. */
export const judgeFormer = (
  former: FormerDrill,
  run: OpenRun,
  {state, drill}: {readonly state: string; readonly drill: Drill},
): Promise<Judged> => {
  switch (former.how) {
    case 'table':
      return judgeTabletop(run);
    case 'goes-on':
      return judgeDrill(run, former.lab, drill);
    case 'examined':
      return judgeExamined(run, state, former.findings);
    case 'lost':
      return judgeLost(run, state, former.why);
  }
};
