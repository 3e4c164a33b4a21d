/** Waiting: for an instant that stands in the fact, or until a probe passes. A crash does not make it longer. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {StepOf} from '../runbook/runbook.ts';
import {fillString} from '../runbook/texts/text.ts';
import {readMeasured} from '../runbook/timestamps.ts';
import {stepValues} from './actions/judge.ts';
import {askUntil} from './actions/probing.ts';
import {endSimulated, simulateAction} from './actions/simulate.ts';
import {type Context, isoAt, isSimulated, stateAt, valuesAt} from './context.ts';
import {failStep} from './failure.ts';
import {seenThrough} from './secrets/secret-outputs.ts';
import {lookAgainMs} from './timers.ts';
import {tell} from './values/made-values.ts';

/** Records until when, and waits. */
export const beginWait = (
  context: Context,
  item: Wanted,
  {attempt, step}: {readonly attempt: number; readonly step: StepOf<'wait'>},
): void => {
  if (isSimulated(context, step)) {
    simulateAction(context, item, attempt);
    return;
  }
  const until = instantOf(context, item, step);
  if (!until.ok) {
    failStep(context, item, {attempt, reason: until.reason, then: {do: 'hold'}});
    return;
  }
  context.record(item, {
    type: 'began',
    step: item.path,
    attempt,
    ...(until.value !== undefined && {until: until.value}),
  });
  waitOn(context, {...item, want: 'perform', attempt}, step);
};

/** Goes on with what a former session waited for. */
export const waitAgain = (context: Context, item: Wanted, step: StepOf<'wait'>): void => {
  if (isSimulated(context, step)) {
    endSimulated(context, item);
  } else {
    waitOn(context, item, step);
  }
};

const instantOf = (context: Context, item: Wanted, {wait}: StepOf<'wait'>): Result<string | undefined> => {
  if ('for' in wait) {
    return succeed(isoAt(context.clock.nowMs() + wait.for));
  }
  if ('until' in wait) {
    return succeed(undefined);
  }
  const at = tell(scope => fillString(wait.at, scope), valuesAt(context, item));
  if (!at.ok) {
    return at;
  }
  const read = readMeasured(at.value);
  return read.ok ? succeed(isoAt(Date.parse(read.value))) : fail(`at: "${at.value}": ${read.reason}`);
};

const waitOn = (context: Context, item: Wanted, step: StepOf<'wait'>): void => {
  const {path, attempt} = item;
  const {wait} = step;
  context.work(item, async () => {
    if ('until' in wait) {
      const asked = await askUntil(context, {item, attempt, use: 'check', index: 0, step}, wait.until);
      if (!asked.ok) {
        failStep(context, item, {attempt, reason: asked.detail});
        return;
      }
      const scope = asked.performed?.scope ?? {};
      const values = stepValues(step, scope, seenThrough(step, scope, valuesAt(context, item)));
      if (!values.ok) {
        failStep(context, item, {attempt, reason: values.reason, then: {do: 'hold'}});
        return;
      }
      context.record(item, {type: 'succeeded', step: path, attempt, ...values.value});
      return;
    }
    await instantCome(context, stateAt(context.state, path).until ?? '', 'for' in wait ? 'run' : 'wall');
    if (context.isWanted(item)) {
      context.record(item, {type: 'succeeded', step: path, attempt});
    }
  });
};

/** An instant that the author wrote is one of the wall clock, also when that is set meanwhile; one that was counted is not. */
const instantCome = async (
  {clock, after}: Pick<Context, 'clock' | 'after'>,
  until: string,
  of: 'run' | 'wall',
): Promise<void> => {
  const leftMs = (): number => Date.parse(until) - (of === 'run' ? clock.nowMs() : clock.wallMs());
  while (leftMs() > 0) {
    await new Promise<void>(done => void after(Math.min(leftMs(), lookAgainMs), done));
  }
};
