/** A check as a step: it only looks, so after a crash it simply looks again. */
import {assert} from '../base/assert.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {Probe, StepOf} from '../runbook/runbook.ts';
import {stepValues} from './actions/judge.ts';
import {askUntil} from './actions/probing.ts';
import {endSimulated, simulateAction} from './actions/simulate.ts';
import {actionHere, type Context, isSimulated, stepAt, valuesAt} from './context.ts';
import {failStep} from './failure.ts';
import {seenThrough} from './secrets/secret-outputs.ts';
import {waitAgain} from './wait.ts';

/** Records that it is being looked, and looks. */
export const beginCheck = (
  context: Context,
  item: Wanted,
  {attempt, step}: {readonly attempt: number; readonly step: StepOf<'check'>},
): void => {
  if (isSimulated(context, step)) {
    simulateAction(context, item, attempt);
    return;
  }
  context.record(item, {type: 'began', step: item.path, attempt});
  look(context, {...item, want: 'perform', attempt}, step);
};

/** Looks again at what a former session looked at. */
export const lookAgain = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  if (step.kind === 'wait') {
    waitAgain(context, item, step);
    return;
  }
  assert(step.kind === 'check', `${item.path} has the life of a probe and is none`);
  if (isSimulated(context, step)) {
    endSimulated(context, item);
  } else {
    look(context, item, step);
  }
};

const look = (context: Context, item: Wanted, step: StepOf<'check'>): void => {
  const {path, attempt} = item;
  const probe: Probe = {...step.probe, action: actionHere(context, step, step.probe.action)};
  context.work(item, async () => {
    const asked = await askUntil(context, {item, attempt, use: 'check', index: 0, step}, probe);
    if (!asked.ok) {
      failStep(context, item, {attempt, reason: asked.detail});
      return;
    }
    const scope = asked.performed?.scope ?? {};
    const values = stepValues(step, scope, seenThrough(step, scope, valuesAt(context, item)));
    if (values.ok) {
      context.record(item, {type: 'succeeded', step: path, attempt, result: {ok: true}, ...values.value});
    } else {
      failStep(context, item, {attempt, reason: values.reason, then: {do: 'hold'}});
    }
  });
};
