/** Instants: a milestone is reached, a fact must hold, values get names. They take no time. */
import type {Json} from '../base/canonical-json.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {EventName} from '../run/event.ts';
import {includeAround} from '../run/included.ts';
import type {StepOf} from '../runbook/runbook.ts';
import {isTooLong} from './actions/judge.ts';
import {type Context, isoAt, valuesAt} from './context.ts';
import {failStep} from './failure.ts';
import {makeValue, tellCondition} from './values/made-values.ts';

type Instant<Of> = {readonly attempt: number; readonly step: Of};

export const reach = (
  context: Context,
  item: Wanted,
  {attempt, event}: {readonly attempt: number; readonly event: EventName},
): void => {
  const at = isoAt(context.clock.nowMs());
  // The clock is the one of the runbook around it.
  const reached = includeAround(context.state, item.path) ? {} : {milestone: event};
  context.record(item, {type: 'succeeded', step: item.path, attempt, ...reached, result: {at}});
};

/** What does not hold follows the author's on_failure; what cannot be told always holds the step. */
export const assertHere = (context: Context, item: Wanted, {attempt, step}: Instant<StepOf<'assert'>>): void => {
  const holds = tellCondition(step.condition, valuesAt(context, item));
  if (!holds.ok) {
    failStep(context, item, {attempt, reason: holds.reason, then: {do: 'hold'}});
  } else if (holds.value) {
    context.record(item, {type: 'succeeded', step: item.path, attempt});
  } else {
    failStep(context, item, {attempt, reason: `It is not true that ${step.condition}`});
  }
};

/** Evaluates all values at this moment; one that draws on a secret is kept in memory alone. */
export const nameValues = (context: Context, item: Wanted, {attempt, step}: Instant<StepOf<'let'>>): void => {
  const values = valuesAt(context, item);
  const outputs: {[name: string]: Json} = {};
  for (const [name, expression] of Object.entries(step.values)) {
    const made = makeValue(expression, values);
    if (!made.ok || isTooLong(made.value.value)) {
      const reason = made.ok ? 'it is too long; leave large data in a file' : made.reason;
      failStep(context, item, {attempt, reason: `${name}: ${reason}`, then: {do: 'hold'}});
      return;
    }
    const {value, isSecret} = made.value;
    if (isSecret) {
      values.keepDerivedOutput(step.id, name, value);
    } else {
      outputs[name] = value;
    }
  }
  context.record(item, {type: 'succeeded', step: item.path, attempt, outputs});
};
