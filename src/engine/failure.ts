/** What a failure leads to: the runbook's own retries first, then what its author wrote, frozen into the fact. */
import {retryWaitMs} from '../base/retries.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {StepFact, Then} from '../run/event.ts';
import {blockOf, ownerOf, type Path, stepPath} from '../run/path.ts';
import type {OnFailure} from '../runbook/runbook.ts';
import {readBefore} from '../runbook/step-reads.ts';
import {type Context, isoAt, isUnwritten, stepAt, valuesAt} from './context.ts';

type Failure = {
  readonly reason: string;
  readonly attempt: number;
  /** Where it is not the author's to say: what cannot be told always holds. */
  readonly then?: Then;
  readonly extra?: Pick<Extract<StepFact, {type: 'failed'}>, 'result' | 'output' | 'late'>;
};

/** Records a failure and what it leads to. Held, it says which secrets were given again: one of them may have been mistyped. */
export const failStep = (context: Context, item: Wanted, {reason, attempt, then, extra}: Failure): void => {
  // While the record stands nowhere nothing is tried again by itself, and nothing passed over.
  const next = then ?? (isUnwritten(context.state) ? {do: 'hold' as const} : thenAfterFailure(context, item));
  const {step} = stepAt(context.forest, item.path);
  const lacks = next.do === 'hold' ? valuesAt(context, item).givenAgain(readBefore(step)) : [];
  const blamed = lacks.length > 0 ? {lacks} : {};
  context.record(item, {type: 'failed', step: item.path, attempt, reason, then: next, ...blamed, ...extra});
};

/** The author's policy with its step as a path: the nearest block outwards that has a step of that id. */
export const followed = (context: Context, path: Path, policy: OnFailure): Then => {
  switch (policy.do) {
    case 'goto':
      return {do: 'goto', step: targetOf(context, path, policy.step)};
    case 'undo_to':
      return {
        do: 'hold',
        undoTo: targetOf(context, path, policy.step),
        ...(policy.then !== undefined && {thenTo: targetOf(context, path, policy.then)}),
      };
    case 'hold':
      return stepAt(context.forest, path).policy.leaves ? {do: 'leave'} : policy;
    case 'continue':
    case 'abort':
      return policy;
  }
};

/** Where a goto leads: a step of this block or of one around it. */
export const targetOf = (context: Pick<Context, 'state'>, path: Path, id: string): Path => {
  for (let block = blockOf(path); ; block = blockOf(ownerOf(block))) {
    if (context.state.steps.has(stepPath(block, id)) || block === '') {
      return stepPath(block, id);
    }
  }
};

const thenAfterFailure = (context: Context, {path, tries, policy}: Wanted): Then => {
  const {step} = stepAt(context.forest, path);
  if (tries + 1 >= policy.attemptsMax) {
    return followed(context, path, policy.onFailure);
  }
  const delayMs = retryWaitMs(step.retry, tries);
  return {do: 'retry', notBefore: isoAt(context.clock.nowMs() + delayMs)};
};
