/** How long the way to each step takes, for the running total on paper. */
import {flowOf} from '../runbook/flow/flow.ts';
import {after, atStart, type PathTime, p90Of} from '../runbook/flow/flow-state.ts';
import {timeOfStep} from '../runbook/flow/step-time.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {allSteps} from '../runbook/walk.ts';
import {eventNames} from '../runbook/words.ts';
import type {PaperStep} from './numbers.ts';

/** Time from the start to the end of a step, nine times in ten at most, by the longest way; null once the clock has stopped. */
export type RunningTotal = (step: PaperStep) => number | null | undefined;

/** Reckons all ways once; a step that no way leads to has no total. */
export const runningTotals = (): RunningTotal => {
  const flows = new Map<Runbook, ReturnType<typeof flowOf>>();
  const before = ({document, step}: PaperStep): PathTime | null | undefined => {
    const own = document.within === undefined ? document.runbook : withoutClock(document.runbook);
    const flow = flows.get(document.runbook) ?? flowOf(own);
    flows.set(document.runbook, flow);
    const state = flow.before.get(step.id);
    const inside = state && (state.time ?? null);
    const outside = document.within && before(document.within.step);
    if (!inside || document.within === undefined) {
      return inside;
    }
    return outside && {p50Ms: outside.p50Ms + inside.p50Ms, squaresMs2: outside.squaresMs2 + inside.squaresMs2};
  };
  return paper => {
    const time = before(paper);
    if (!time) {
      return time;
    }
    const {time: until} = after({...atStart, time}, timeOfStep(paper.step));
    return until === undefined ? null : p90Of(until);
  };
};

/** The milestones of an included runbook stop no clock: its own is set to an instant that none of its steps reaches. */
const withoutClock = (runbook: Runbook): Runbook => {
  const reached = [...allSteps(runbook.steps)].flatMap(step => (step.kind === 'milestone' ? [step.event] : []));
  const [stop = runbook.clock.stop] = eventNames.filter(name => !reached.includes(name));
  return {...runbook, clock: {...runbook.clock, stop}};
};
