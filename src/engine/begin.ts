/** Beginning a step: once more it is looked at what must hold, the target is proved, and that it began is recorded. */
import type {Result} from '../base/result.ts';
import {succeed} from '../base/result.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {Step, StepOf} from '../runbook/runbook.ts';
import {fillString} from '../runbook/text.ts';
import {timeoutFor} from '../runbook/timeouts.ts';
import {askPrompt} from './ask.ts';
import {connectionsOf} from './connections-of.ts';
import {actionHere, type Context, isSimulated, stepAt, valuesAt} from './context.ts';
import {failStep} from './failure.ts';
import {tell} from './made-values.ts';
import {act} from './perform.ts';
import {askAll} from './probing.ts';
import {type Filled, fillAction} from './resolve.ts';
import type {ResolvedAction} from './runner.ts';
import {simulateAction} from './simulate.ts';
import {terminalFor} from './terminal-for.ts';
import type {Values} from './values.ts';

/** Begins a step that has effects, confirmed or not to be confirmed; it acts once the facts are durable. */
export const beginStep = (context: Context, item: Wanted, attempt: number): void => {
  const {step} = stepAt(context.forest, item.path);
  if (step.shape === 'action') {
    beginAction(context, item, {attempt, step});
  } else if (step.shape === 'prompt') {
    beginPrompt(context, item, {attempt, step});
  }
};

type Beginning<Of extends Step> = {readonly attempt: number; readonly step: Of};

const beginPrompt = (
  context: Context,
  item: Wanted,
  {attempt, step}: Beginning<StepOf<'instruction'> | StepOf<'input'> | StepOf<'approval'>>,
): void => {
  if (step.requires.length === 0 || isSimulated(context, step)) {
    askPrompt(context, item, {attempt, step});
    return;
  }
  context.work(item, async () => {
    if ((await isGranted(context, item, {attempt, step})) && context.isWanted(item)) {
      askPrompt(context, item, {attempt, step});
    }
  });
};

const beginAction = (context: Context, item: Wanted, {attempt, step}: Beginning<StepOf<'command'>>): void => {
  if (isSimulated(context, step)) {
    simulateAction(context, item, attempt);
    return;
  }
  const action = actionHere(context, step, step.action);
  const filled = fillAction(action, valuesAt(context, item));
  const touched = filled.ok ? touchedBy(valuesAt(context, item), step.touches, filled.value.action) : filled;
  const seated = filled.ok ? terminalFor(context, filled.value.action) : filled;
  if (!filled.ok || !touched.ok || !seated.ok) {
    const reason = !touched.ok ? touched.reason : seated.ok ? '' : seated.reason;
    failStep(context, item, {attempt, reason, then: {do: 'hold'}});
    return;
  }
  if (step.requires.length === 0 && context.state.mode !== 'drill') {
    start(context, item, {attempt, filled: filled.value});
    return;
  }
  context.work(item, async () => {
    if (!(await isGranted(context, item, {attempt, step}))) {
      return;
    }
    const safe = await context.safeguard(touched.value, filled.value.action);
    if (!safe.ok) {
      failStep(context, item, {attempt, reason: safe.reason, then: {do: 'hold'}});
    } else if (context.isWanted(item)) {
      // Not when it was paused, ended or held meanwhile.
      start(context, item, {attempt, filled: filled.value});
    }
  });
};

const isGranted = async (context: Context, item: Wanted, {attempt, step}: Beginning<Step>): Promise<boolean> => {
  const required = await askAll(context, {item, attempt, use: 'requires'}, step.requires);
  if (!required.ok) {
    failStep(context, item, {attempt, reason: `What must hold before did not hold. ${required.detail}`});
  }
  return required.ok;
};

const start = (context: Context, item: Wanted, run: {readonly attempt: number; readonly filled: Filled}): void => {
  const {attempt, filled} = run;
  const timeoutMs = timeoutFor(stepAt(context.forest, item.path).step, filled.action);
  context.record(item, {type: 'began', step: item.path, attempt, shown: filled.shown, timeoutMs});
  const performing: Wanted = {...item, want: 'perform', attempt};
  context.work(performing, () => act(context, performing, filled.action));
};

/** What its author names, and every server it is given, by whatever way. What cannot be told cannot be proved, so it is not left out. */
const touchedBy = (values: Values, touches: readonly string[], action: ResolvedAction): Result<readonly string[]> => {
  const touched: string[] = [];
  for (const text of touches) {
    const filled = tell(scope => fillString(text, scope), values);
    if (!filled.ok) {
      return filled;
    }
    touched.push(filled.value);
  }
  return succeed([...touched, ...connectionsOf(action)]);
};
