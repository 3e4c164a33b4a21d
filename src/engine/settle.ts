/** What follows an effect: its checks, the question of an unknown outcome, the closing of a group, the end of the run. */
import type {Wanted} from '../machine/wanted.ts';

import type {FactBody, Outcome} from '../run/event.ts';
import {openDuties} from '../run/open-duties.ts';
import type {RunState} from '../run/state.ts';

import type {Probe, Step} from '../runbook/runbook.ts';
import {expressionsOf} from '../runbook/step-reads.ts';
import {stepValues} from './actions/judge.ts';
import {askAll} from './actions/probing.ts';
import {endSimulated} from './actions/simulate.ts';
import {type Context, isSimulated, stateAt, stepAt, valuesAt} from './context.ts';
import {isApplicable} from './enter.ts';
import {failStep} from './failure.ts';
import {waitsForSecret} from './secrets/lacking.ts';

/** A step has succeeded only when its checks pass; they poll for their own time and never repeat the action. */
export const verifyStep = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const {path, attempt} = item;
  if (isSimulated(context, step)) {
    endSimulated(context, item);
    return;
  }
  if (waitsForSecret(context, item, {attempt, reads: expressionsOf(step.verify)})) {
    return;
  }
  context.work(item, async () => {
    const asked = await askAll(context, {item, attempt, use: 'verify'}, step.verify);
    if (asked.ok) {
      context.record(item, {type: 'succeeded', step: path, attempt, ...recoveryPointOf(context, item, step)});
    } else {
      failStep(context, item, {attempt, reason: `A check did not pass. ${asked.detail}`});
    }
  });
};

/**
 * An outcome that was unknown and turned out to be done has not told its recovery point. It is measured now, where it does
 * not take what the action printed; else it is said that nobody knows it: an objective that was not measured is not met.
 */
const recoveryPointOf = (context: Context, item: Wanted, step: Step): {readonly recoveryPoint?: string} => {
  if (step.recoveryPoint === undefined || stateAt(context.state, item.path).recoveryPoint !== undefined) {
    return {};
  }
  const measured = stepValues({...step, outputs: {}}, {}, valuesAt(context, item));
  if (measured.ok) {
    const {recoveryPoint} = measured.value;
    return recoveryPoint === undefined ? {} : {recoveryPoint};
  }
  const text = `How far back the data of "${step.title}" goes was not measured: how it ended was unknown, and what it gave is gone. ${measured.reason}`;
  context.record(item, {type: 'noted', step: item.path, text});
  return {};
};

/** An unknown outcome is looked into once; what that cannot decide is a person's to say, who may also be faster. */
export const decideUnknown = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const {path, attempt} = item;
  const probes = step.doneWhen.length > 0 ? step.doneWhen : step.verify;
  if (waitsForSecret(context, item, {attempt, reads: expressionsOf(probes)})) {
    return;
  }
  context.work(item, async () => {
    const finding = await lookInto(context, item, step);
    if (finding) {
      context.record(item, {type: 'resolved', step: path, attempt, ...unlessStopped(context, item, finding)});
    }
  });
};

type Finding = {readonly as: 'done' | 'again'; readonly by: 'probe' | 'rule'; readonly reason: string};

/** What a person stopped is not run again by itself: not done is then failed, and held. */
const unlessStopped = ({state}: Context, {path}: Wanted, finding: Finding): Omit<Finding, 'as'> & {as: Resolution} =>
  finding.as === 'again' && stateAt(state, path).stop ? {...finding, as: 'failed'} : finding;

type Resolution = Extract<FactBody, {type: 'resolved'}>['as'];

/**
 * `done_when` decides in both directions; without it the checks, tried once, decide only `done`; what may be repeated
 * is run again.
 */
const lookInto = async (context: Context, item: Wanted, step: Step): Promise<Finding | undefined> => {
  const place = {item, attempt: item.attempt, use: 'done_when'} as const;
  if (step.doneWhen.length > 0) {
    const asked = await askAll(context, place, step.doneWhen.map(once));
    if (asked.ok) {
      return {as: 'done', by: 'probe', reason: 'done_when says that it is done'};
    }
    return asked.error
      ? undefined
      : {as: 'again', by: 'probe', reason: `done_when says that it is not done: ${asked.detail}`};
  }
  if (step.verify.length > 0 && (await askAll(context, place, step.verify.map(once))).ok) {
    return {as: 'done', by: 'probe', reason: 'the checks say that it is done'};
  }
  return item.policy.repeatable ? {as: 'again', by: 'rule', reason: 'it may be run again safely'} : undefined;
};

const once = ({withinMs: _within, ...probe}: Probe): Probe => probe;

/** Ends an included runbook; the step that includes it says what follows. */
export const endFile = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const {attempt, reason} = stateAt(context.state, item.path);
  const isEnd = step.kind === 'end';
  if (isEnd && !isApplicable(context, item, attempt + 1)) {
    return;
  }
  const ended = item.outcome ?? 'aborted';
  const isStuck = [...context.state.steps.values()].some(
    ({path, status}) => status === 'held' && path.startsWith(`${item.file ?? ''}/`),
  );
  const outcome = ended === 'recovered' && isStuck ? 'recovered-with-exceptions' : ended;
  context.record(item, {
    type: 'file-ended',
    step: item.path,
    attempt: isEnd ? attempt + 1 : item.attempt,
    outcome,
    ...(outcome === 'aborted' && reason !== undefined && {reason}),
  });
};

/** Ends the run as its author wrote, except that a run with deviations or open duties is never plainly recovered. */
export const endRun = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const {attempt, reason} = stateAt(context.state, item.path);
  if (step.kind === 'end' && !isApplicable(context, item, attempt + 1)) {
    return;
  }
  const outcome = honest(item.outcome ?? 'aborted', context.state);
  context.record(item, {
    type: 'run-ended',
    outcome,
    step: item.path,
    ...(outcome === 'aborted' && {reason: reason ?? 'the runbook ends here'}),
  });
};

/** A deviation, an open duty, a step that was left held, an included runbook that said so of itself. */
const hasExceptions = (state: RunState): boolean =>
  state.deviations.length > 0 ||
  openDuties(state).length > 0 ||
  [...state.steps.values()].some(
    ({status, fileOutcome}) => status === 'held' || status === 'unknown' || fileOutcome === 'recovered-with-exceptions',
  );

const honest = (outcome: Outcome, state: RunState): Outcome =>
  outcome === 'recovered' && hasExceptions(state) ? 'recovered-with-exceptions' : outcome;
