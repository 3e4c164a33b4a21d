/** What came of one of several drills. */
import type {DrillResult} from '../../report/drills-summary.ts';
import type {RunState} from '../../run/state.ts';
import {timing} from '../../run/timing.ts';
import type {DrivenDrill} from '../commands/drill.ts';
import {codeOf, exitCodes} from '../exit-code.ts';
import type {Refusal} from '../refusal.ts';
import type {PlannedDrill} from './planned-drills.ts';

/** It never began. */
export const notRun = (
  {runbook, variant}: PlannedDrill,
  why: Refusal | string,
  exit: number = exitCodes.usage.code,
): DrillResult => ({
  result: 'not-run',
  runbook,
  variant,
  why:
    typeof why === 'string'
      ? [why]
      : [why, ...(why.also ?? [])].flatMap(({message, hint}) => [message, ...(hint === undefined ? [] : [hint])]),
  exit: typeof why === 'string' ? exit : codeOf(why.exit),
});

/** By its run, when it is over. A run that a person had to end has not passed; one that a signal ended was stopped. */
export const resultOf = (
  planned: PlannedDrill,
  {code, run}: DrivenDrill,
  {isStopped, labOf}: {readonly isStopped: boolean; readonly labOf: (run: string) => string | undefined},
): DrillResult => {
  if (run === undefined) {
    return notRun(planned, 'It was stopped before it began.', code);
  }
  const {state} = run.engine;
  const {rtaMs, rtoMs, rpaMs, rpoMs} = timing(state, state.endedAtMs ?? run.session.nowMs());
  const lab = labOf(run.directory.id);
  const isPassed = code === exitCodes.done.code || code === exitCodes.missed.code;
  return {
    result: isPassed ? passedIn(state, code) : isStopped ? 'stopped' : 'failed',
    runbook: planned.runbook,
    variant: planned.variant,
    run: run.directory.id,
    rtaMs,
    rtoMs,
    rpaMs,
    rpoMs,
    why: whyIn(state),
    ...(lab !== undefined && {lab}),
    exit: code === exitCodes.aborted.code || code === exitCodes.held.code ? exitCodes.failed.code : code,
  };
};

const passedIn = ({findings}: RunState, code: number): 'passed' | 'partial' | 'missed' =>
  code === exitCodes.missed.code ? 'missed' : findings?.partial === true ? 'partial' : 'passed';

/** Where it was ended, why: what the judge then finds missing follows from that. */
const whyIn = ({ending, findings}: RunState): readonly string[] =>
  ending === undefined
    ? (findings?.list ?? []).filter(({ok}) => !ok).map(({name, detail}) => `${name}: ${detail}`)
    : [`ended: ${ending.reason}`];
