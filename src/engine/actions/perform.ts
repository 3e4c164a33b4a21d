/** An action is done by a runner, and what came of it is judged. */
import type {Json} from '../../base/canonical-json.ts';
import type {Wanted} from '../../machine/wanted.ts';
import {keptOutput} from '../../run/shown.ts';
import {timeoutFor} from '../../runbook/timeouts.ts';
import {type Context, stepAt, valuesAt} from '../context.ts';
import {failStep} from '../failure.ts';
import {heldBackFor, seenThrough, withholding} from '../secrets/secret-outputs.ts';
import {clipped} from '../short-text.ts';
import type {Values} from '../values/values.ts';
import {insideTransaction} from './inside-transaction.ts';
import {judgeAction, stepValues} from './judge.ts';
import type {Performed, PerformRequest, ResolvedAction} from './runner.ts';
import {whyStopped} from './stop.ts';

/** Runs shorter than this leave no `spawned` fact: it is needed only to find a child again. */
const spawnedAfterMs = 50;

/** Does it; that it began is durable. */
export const act = async (context: Context, item: Wanted, action: ResolvedAction): Promise<void> => {
  const {path: step, attempt} = item;
  let forget = (): void => {};
  const performed = await context.runners.perform(requestFor(context, item, action), child => {
    forget = context.after(spawnedAfterMs, () => {
      context.record(item, {type: 'spawned', step, attempt, ...child});
      context.wake();
    });
  });
  forget();
  finishAction(context, item, {performed, late: false});
};

export type Ended = {
  readonly performed: Performed;
  /** It ended while nobody looked. */
  readonly late: boolean;
  /** It was given a secret that is gone with its session. */
  readonly isForgotten?: boolean;
};

/** Records what came of it: over, to be checked, failed, or nobody knows. */
export const finishAction = (context: Context, item: Wanted, {performed, late, isForgotten = false}: Ended): void => {
  const {step} = stepAt(context.forest, item.path);
  const {path, attempt} = item;
  const own = valuesAt(context, item);
  const extra = {
    result: resultOf(performed, own),
    ...keptOutput(performed),
    ...(late && {late: true as const}),
  };
  const stopped = whyStopped(context, path);
  if (stopped !== undefined && !(performed.ok && performed.certain)) {
    endStopped(context, item, {performed, stopped, extra});
    return;
  }
  if (!performed.certain) {
    // What may be repeated has simply failed: its retries are counted, while an unknown outcome would try for ever.
    const reason = performed.reason ?? 'nothing says how it ended';
    if (item.policy.repeatable) {
      failStep(context, item, {attempt, reason, extra});
    } else {
      context.record(item, {type: 'unknown', step: path, attempt, cause: reason});
    }
    return;
  }
  const seen = isForgotten ? withholding(own) : seenThrough(step, performed.scope, own);
  const judged = judgeAction(step, performed, seen);
  if (!judged.ok) {
    failStep(context, item, {attempt, reason: judged.detail, extra});
    return;
  }
  const values = stepValues(step, performed.scope, seen);
  if (!values.ok) {
    failStep(context, item, {attempt, reason: `It was done, but ${values.reason}`, then: {do: 'hold'}, extra});
    return;
  }
  const type = item.policy.verify || item.policy.mustAck ? 'performed' : 'succeeded';
  context.record(item, {type, step: path, attempt, ...extra, ...values.value});
};

type Stopped = {
  readonly performed: Performed;
  readonly stopped: string;
  readonly extra: NonNullable<Parameters<typeof failStep>[2]['extra']>;
};

/** What a person stopped is never tried again by itself: it is held, or unknown where it may have done its work. */
const endStopped = (context: Context, item: Wanted, {performed, stopped, extra}: Stopped): void => {
  const {path, attempt} = item;
  const reason = performed.reason === undefined ? stopped : `${stopped} (${performed.reason})`;
  if (performed.certain || item.policy.repeatable) {
    failStep(context, item, {attempt, reason, then: {do: 'hold'}, extra});
  } else {
    context.record(item, {type: 'unknown', step: path, attempt, cause: reason});
  }
};

/** What a runner is told about an attempt. */
export const requestFor = (context: Context, item: Wanted, action: ResolvedAction): PerformRequest => {
  const {step} = stepAt(context.forest, item.path);
  return {
    attempt: {run: context.state.run, step: item.path, attempt: item.attempt},
    action,
    timeoutMs: timeoutFor(step, action),
    secrets: context.values.secrets(),
    use: 'action',
    ...heldBackFor(step, valuesAt(context, item)),
    ...insideTransaction(context, item, action),
  };
};

/** Beside the sentence that the fact has of its own; secrets are hidden before it is cut. */
const resultReasonBytesMax = 1_000;

const resultOf = ({scope, ok, certain, reason}: Performed, {hide}: Values): Json => ({
  ok,
  ...(!certain && {uncertain: true}),
  ...(typeof scope.exit === 'number' && {exit: scope.exit}),
  ...(typeof scope.status === 'number' && {status: scope.status}),
  ...(typeof scope.row_count === 'number' && {rowCount: scope.row_count}),
  ...(reason !== undefined && {reason: clipped(hide(reason), resultReasonBytesMax)}),
});
