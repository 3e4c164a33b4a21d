/** What one fact about a step changes in that step, and what it leaves behind in the run. */
import {deviate} from './deviations.ts';
import {keepEffects} from './effects.ts';
import type {Fact, StepFact} from './event.ts';
import {applyAttempt} from './fold-attempt.ts';
import {applyDetour} from './fold-detour.ts';
import {applyGroup} from './fold-group.ts';
import {applyQuestion} from './fold-question.ts';
import type {RunState, StepState} from './state.ts';
import {answered, finish} from './step-times.ts';

type StepFactAt = Extract<Fact, StepFact>;

/** Updates the step that the fact names; a fact about a step that the outline does not know is none of ours. */
export const applyToStep = (state: RunState, fact: StepFactAt): void => {
  const step = state.steps.get(fact.step);
  if (!step) {
    return;
  }
  // A check that is asked before a step begins names the attempt to come, which may then not begin at all.
  if ('attempt' in fact && fact.type !== 'probed' && fact.type !== 'listed') {
    step.attempt = Math.max(step.attempt, fact.attempt);
  }
  step.firstSeq ??= fact.seq;
  // It has gone on since, or failed.
  delete step.lacks;
  applyFact(state, step, fact);
  if (step.status !== 'held' && step.status !== 'unknown') {
    delete step.stuckSinceMs;
  } else {
    step.stuckSinceMs ??= Date.parse(fact.at);
  }
  keepEffects(state, step, fact);
};

const applyFact = (state: RunState, step: StepState, fact: StepFactAt): void => {
  switch (fact.type) {
    case 'undo-listed':
    case 'undo-started':
    case 'undo-began':
    case 'undone':
    case 'undo-failed':
    case 'undo-retried':
    case 'undo-skipped':
    case 'undo-ended':
    case 'jumped':
      applyDetour(state, step, fact);
      return;
    case 'revealed':
      // What was shown is kept nowhere; that it was shown stands in the record.
      return;
    case 'not-applicable':
      step.status = 'not-applicable';
      return;
    case 'listed':
    case 'opened':
    case 'picked':
    case 'round-ended':
    case 'file-ended':
      applyGroup(state, step, fact);
      return;
    case 'asked':
    case 'expired':
    case 'ticked':
    case 'confirmed':
    case 'approved':
    case 'chosen':
      applyQuestion(state, step, fact);
      return;
    case 'began':
    case 'spawned':
    case 'stop-requested':
    case 'performed':
    case 'probed':
    case 'succeeded':
    case 'backfilled':
    case 'failed':
    case 'unknown':
    case 'resolved':
    case 'retried':
      applyAttempt(state, step, fact);
      return;
    case 'skipped':
    case 'overridden':
      answered(step, fact.actor, Date.parse(fact.at));
      step.reason = fact.reason;
      step.actor = fact.actor;
      finish(step, fact.type, Date.parse(fact.at));
      deviate(state, fact, {kind: fact.type, reason: fact.reason});
      return;
  }
};
