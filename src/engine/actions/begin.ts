/** Beginning a step: once more it is looked at what must hold, the target is proved, and that it began is recorded. */
import type {Wanted} from '../../machine/wanted.ts';
import type {Step, StepOf} from '../../runbook/runbook.ts';
import {timeoutFor} from '../../runbook/timeouts.ts';
import {actionHere, type Context, isSimulated, stepAt, valuesAt} from '../context.ts';
import {failStep} from '../failure.ts';
import {askPrompt} from '../questions/ask.ts';
import {connectionsOf} from './connections-of.ts';
import {act} from './perform.ts';
import {askAll} from './probing.ts';
import {type Filled, fillAction} from './resolve.ts';
import {simulateAction} from './simulate.ts';
import {terminalFor} from './terminal-for.ts';
import {namedTouches, withTouches} from './touches.ts';

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
  const touched = filled.ok ? namedTouches(valuesAt(context, item), step.touches) : filled;
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
    // Read out of its texts only where they are held against something.
    const servers = connectionsOf(filled.value.action);
    const safe = await context.safeguard([...touched.value, ...servers], filled.value.action);
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
  const shown = withTouches(filled.shown, stepAt(context.forest, item.path).step, valuesAt(context, item));
  context.record(item, {type: 'began', step: item.path, attempt, shown, timeoutMs});
  const performing: Wanted = {...item, want: 'perform', attempt};
  context.work(performing, () => act(context, performing, filled.action));
};
