/** Coming to a step: its condition is looked at, its texts are filled in, and it is asked, begun or passed. */
import {succeed} from '../base/result.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {StepOf} from '../runbook/runbook.ts';
import {readBefore} from '../runbook/step-reads.ts';
import {beginStep} from './actions/begin.ts';
import {askUntil} from './actions/probing.ts';
import {beginCheck} from './check.ts';
import {type Context, isSimulated, stateAt, stepAt, valuesAt} from './context.ts';
import {failStep, targetOf} from './failure.ts';
import {openGroup} from './groups.ts';
import {assertHere, nameValues, reach} from './instants.ts';
import {listItems} from './items.ts';
import {askConfirmation, askDecision} from './questions/ask.ts';
import {waitsForSecret} from './secrets/lacking.ts';
import {lookAgainMs} from './timers.ts';
import {type Made, makeValue, tellCondition} from './values/made-values.ts';
import {beginWait} from './wait.ts';

/** Enters the step that is wanted; nothing here acts before the facts are durable. */
export const enterStep = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const waitMs = retryWaitMs(context, item);
  if (waitMs > 0) {
    context.work(item, () => new Promise(done => void context.after(Math.min(waitMs, lookAgainMs), done)));
    return;
  }
  const attempt = stateAt(context.state, item.path).attempt + 1;
  // A retry of the runbook's own is the same coming to the step: what was true at first stands.
  if (item.tries === 0 && !isApplicable(context, item, attempt)) {
    return;
  }
  // Of a simulated step nothing is read.
  if (!isSimulated(context, step) && waitsForSecret(context, item, {attempt, reads: readBefore(step)})) {
    return;
  }
  if (item.policy.confirm) {
    confirmFirst(context, item, attempt);
    return;
  }
  if (item.policy.opens === 'items') {
    openGroup(context, item, attempt);
    return;
  }
  switch (step.kind) {
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'instruction':
    case 'input':
    case 'approval':
      beginStep(context, item, attempt);
      return;
    case 'group':
    case 'parallel':
    case 'foreach':
    case 'repeat':
    case 'include':
      openGroup(context, item, attempt);
      return;
    case 'wait':
      beginWait(context, item, {attempt, step});
      return;
    case 'assert':
      assertHere(context, item, {attempt, step});
      return;
    case 'let':
      nameValues(context, item, {attempt, step});
      return;
    case 'decision':
      decide(context, item, {attempt, step});
      return;
    case 'check':
      beginCheck(context, item, {attempt, step});
      return;
    case 'milestone':
      reach(context, item, {attempt, event: step.event});
      return;
    case 'end':
      // An end is wanted as `end`, never as `enter`.
      return;
  }
};

/** A step with `each` is confirmed once, and its list is shown with the question. */
const confirmFirst = (context: Context, item: Wanted, attempt: number): void => {
  const {step} = stepAt(context.forest, item.path);
  const listed = item.policy.opens === 'items' ? listItems(context, item, attempt) : undefined;
  if (listed?.ok === false) {
    failStep(context, item, {attempt, reason: listed.reason, then: {do: 'hold'}});
    return;
  }
  if (step.requires.length === 0 || step.each || isSimulated(context, step)) {
    askConfirmation(context, item, {attempt, step});
    return;
  }
  // Who is asked sees what must hold before; whether it holds is asked again once they have answered.
  context.work(item, async () => {
    for (const [index, {withinMs: _once, ...probe}] of step.requires.entries()) {
      await askUntil(context, {item, attempt, use: 'requires', index}, probe);
    }
    if (context.isWanted(item)) {
      askConfirmation(context, item, {attempt, step});
    }
  });
};

/** Looks at `when`; records not-applicable, or a hold when the condition cannot be told. */
export const isApplicable = (context: Context, item: Wanted, attempt: number): boolean => {
  const {step} = stepAt(context.forest, item.path);
  // An item of a step with `each` was come to with the step as a whole.
  if (step.when === undefined || !item.policy.conditional) {
    return true;
  }
  if (waitsForSecret(context, item, {attempt, reads: [step.when]})) {
    return false;
  }
  const condition = tellCondition(step.when, valuesAt(context, item));
  if (!condition.ok) {
    failStep(context, item, {attempt, reason: `when: ${condition.reason}`, then: {do: 'hold'}});
    return false;
  }
  if (!condition.value) {
    context.record(item, {type: 'not-applicable', step: item.path});
  }
  return condition.value;
};

/** How long the runbook's own retry still waits, milliseconds. */
const retryWaitMs = ({state, clock}: Context, {path}: Wanted): number => {
  const {status, then} = stateAt(state, path);
  return status === 'ready' && then?.do === 'retry' ? Date.parse(then.notBefore) - clock.nowMs() : 0;
};

/** A part of a secret is no more to be seen than the whole. */
const spoken = (made: Made | undefined): string =>
  made === undefined || made.isSecret ? 'What it gives' : `"${String(made.value)}"`;

const decide = (
  context: Context,
  item: Wanted,
  {attempt, step}: {readonly attempt: number; readonly step: StepOf<'decision'>},
): void => {
  const expression = step.choose ?? step.propose;
  const choice = expression === undefined ? succeed(undefined) : makeValue(expression, valuesAt(context, item));
  const branch = choice.ok ? step.branches.find(({name}) => name === choice.value?.value) : undefined;
  if (step.choose === undefined) {
    askDecision(context, item, {attempt, step, proposal: branch?.name});
    return;
  }
  if (!branch) {
    const reason = choice.ok ? `${spoken(choice.value)} is no branch` : choice.reason;
    failStep(context, item, {attempt, reason: `choose: ${reason}`, then: {do: 'hold'}});
    return;
  }
  const goto = branch.goto === undefined ? {} : {goto: targetOf(context, item.path, branch.goto)};
  context.record(item, {type: 'chosen', step: item.path, attempt, branch: branch.name, ...goto});
};
