/** What was done on paper and entered later: kept with its step, and a departure from what the author wrote. */
import {deviate} from './deviations.ts';
import type {Fact} from './event.ts';
import {happenedAt} from './happened.ts';
import type {RunState, StepState} from './state.ts';

/** Keeps when a step really happened, and that nothing but paper says so; to be called once the step was changed. */
export const keepPaper = (state: RunState, step: StepState, fact: Fact): void => {
  if (fact.actor.via !== 'paper') {
    return;
  }
  step.paper = {happenedMs: Date.parse(happenedAt(fact)), enteredMs: Date.parse(fact.at), by: fact.actor.name};
  const reason = whyDeviation(step, fact);
  if (reason !== undefined) {
    deviate(state, {...fact, at: happenedAt(fact), step: step.path}, {kind: 'backfilled', reason});
  }
};

/** A go or a no-go is judged by what proves it, and what was skipped or overridden is a deviation by itself. */
const whyDeviation = ({outline}: StepState, fact: Fact): string | undefined => {
  switch (fact.type) {
    case 'backfilled':
      return fact.text === undefined ? 'by hand, entered later' : `by hand, entered later: ${fact.text}`;
    case 'succeeded':
      return outline.kind === 'approval' ? undefined : 'answered on paper, entered later';
    case 'chosen':
      return 'chosen on paper, entered later';
    case 'not-applicable':
      return 'did not apply, as paper says; entered later';
    default:
      return undefined;
  }
};
