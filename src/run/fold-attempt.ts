/** What facts about an attempt change: it began, what its checks said, and what came of it. */
import type {Fact} from './event.ts';
import {forget, forgetFailure, forgetFormer, isDoneAgain} from './former-attempt.ts';
import {blame} from './lacking.ts';
import {leaveItem, makeInsidePending, skipOver} from './leaving.ts';
import {gapIn} from './shown.ts';
import type {RunState, StepState} from './state.ts';
import {answered, begin, finish} from './step-times.ts';

export type AttemptFact = Extract<
  Fact,
  {
    readonly type:
      | 'began'
      | 'spawned'
      | 'stop-requested'
      | 'performed'
      | 'probed'
      | 'succeeded'
      | 'backfilled'
      | 'failed'
      | 'unknown'
      | 'resolved'
      | 'retried';
  }
>;

export const applyAttempt = (state: RunState, step: StepState, fact: AttemptFact): void => {
  const atMs = Date.parse(fact.at);
  switch (fact.type) {
    case 'began':
      keepBeginning(step, fact);
      return;
    case 'spawned':
      step.child = {pid: fact.pid, startTicks: fact.startTicks};
      return;
    case 'stop-requested':
      step.stop = {reason: fact.reason, actor: fact.actor};
      return;
    case 'performed':
      answered(step, fact.actor, atMs);
      step.status = 'verifying';
      step.performedAttempt = fact.attempt;
      isDoneAgain(step);
      keepResult(step, fact);
      return;
    case 'probed':
      keepCheck(step, fact);
      return;
    case 'succeeded':
      answered(step, fact.actor, atMs);
      begin(step, atMs);
      isDoneAgain(step);
      keepResult(step, fact);
      forgetFailure(step);
      finish(step, 'succeeded', atMs);
      if (step.outline.kind === 'let') {
        step.changedThen = state.changedInputs;
        step.namedSeq = fact.seq;
      }
      reach(state, step, fact);
      return;
    case 'backfilled':
      byHand(step, fact);
      reach(state, step, fact);
      return;
    case 'failed':
      answered(step, fact.actor, atMs);
      begin(step, atMs);
      keepFailure(step, fact);
      keepResult(step, fact);
      followFailure(state, step, fact);
      return;
    case 'unknown':
      step.status = 'unknown';
      step.reason = fact.cause;
      return;
    case 'resolved':
      delete step.failure;
      step.reason = fact.reason;
      step.actor = fact.actor;
      step.status = fact.as === 'done' ? 'verifying' : fact.as === 'again' ? 'ready' : 'held';
      return;
    case 'retried':
      step.status = 'ready';
      forgetFormer(step);
      step.checks = [];
      makeInsidePending(state, step);
      return;
  }
};

/** A person did what the program would have done, and says so later. */
const byHand = (step: StepState, fact: Extract<Fact, {type: 'backfilled'}>): void => {
  const atMs = Date.parse(fact.at);
  answered(step, fact.actor, atMs);
  begin(step, atMs);
  isDoneAgain(step);
  delete step.recoveryPoint;
  delete step.failure;
  keepResult(step, fact);
  step.actor = fact.actor;
  step.reason = fact.text ?? 'done by hand';
  step.performedAttempt = fact.attempt;
  finish(step, 'succeeded', atMs);
};

const keepBeginning = (step: StepState, fact: Extract<Fact, {type: 'began'}>): void => {
  begin(step, Date.parse(fact.at));
  forgetFormer(step);
  step.status = 'running';
  step.began = {session: fact.session, atMs: Date.parse(fact.at)};
  if (!fact.simulated) {
    step.begunAttempt = fact.attempt;
  }
  forget(step, 'child');
  forget(step, 'stop');
  forget(step, 'outputGap');
  isDoneAgain(step);
  // What an earlier attempt restored is not what this one does.
  forget(step, 'recoveryPoint');
  step.actor ??= fact.actor;
  if (fact.shown) {
    step.shown = fact.shown;
  }
  if (fact.until !== undefined) {
    step.until = fact.until;
  }
};

/** Why it failed, what the author wants then, and how far the attempt had come. */
const keepFailure = (step: StepState, fact: Extract<Fact, {type: 'failed'}>): void => {
  forgetFormer(step);
  step.reason = fact.reason;
  step.then = fact.then;
  blame(step, fact.lacks);
  step.failure = {
    hasBegun: step.begunAttempt === fact.attempt,
    isDone: step.performedAttempt === fact.attempt || says(fact, 'ok'),
    isUncertain: says(fact, 'uncertain'),
  };
};

/** What the result of an attempt says of itself; results of other kinds of steps say nothing. */
const says = ({result}: Extract<Fact, {type: 'failed'}>, word: 'ok' | 'uncertain'): boolean =>
  typeof result === 'object' && result !== null && !Array.isArray(result) && Reflect.get(result, word) === true;

/** A restored instant counts until the clock stops, a milestone when it is reached for the first time. */
const reach = (state: RunState, step: StepState, fact: Extract<Fact, {type: 'succeeded' | 'backfilled'}>): void => {
  measure(state, step, Date.parse(fact.at));
  if (step.recoveryPoint !== undefined && !state.events.has(state.clock.stop)) {
    state.recoveryPointMs = pointOf(state, step.path, Date.parse(step.recoveryPoint));
  }
  if (fact.type === 'succeeded' && fact.milestone !== undefined && !state.events.has(fact.milestone)) {
    state.events.set(fact.milestone, {atMs: Date.parse(fact.at), source: 'engine'});
  }
};

/** Of the items of a loop the one that lost most says how far back the data goes. */
const pointOf = (state: RunState, path: string, pointMs: number): number => {
  const bracket = path.indexOf('[');
  if (bracket === -1) {
    return pointMs;
  }
  const loop = path.slice(0, bracket);
  const attempt = state.steps.get(loop)?.attempt ?? 0;
  const earlier = state.loopPoints.get(loop);
  const earliestMs = earlier?.attempt === attempt ? Math.min(earlier.pointMs, pointMs) : pointMs;
  state.loopPoints.set(loop, {attempt, pointMs: earliestMs});
  return earliestMs;
};

/**
 * What a step measured corrects what a person had typed: a guess that is minutes off would otherwise decide whether an
 * objective was met. The lab's own word stands, and so does anything that would lie in the future.
 */
const measure = (state: RunState, {outline, outputs}: StepState, nowMs: number): void => {
  for (const [name, event] of Object.entries(outline.measures ?? {})) {
    const value = outputs?.[name];
    const atMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    const source = state.events.get(event)?.source;
    if (atMs <= nowMs && (source === undefined || source === 'typed' || source === 'probe')) {
      state.events.set(event, {atMs, source: 'probe'});
    }
  }
};

const followFailure = (state: RunState, step: StepState, fact: Extract<Fact, {type: 'failed'}>): void => {
  const atMs = Date.parse(fact.at);
  switch (fact.then.do) {
    case 'hold':
      step.status = 'held';
      return;
    case 'retry':
      step.status = 'ready';
      return;
    case 'leave':
      finish(step, fact.rejected ? 'rejected' : 'failed', atMs);
      leaveItem(state, step.path, atMs);
      return;
    case 'continue':
    case 'abort':
      finish(step, fact.rejected ? 'rejected' : 'failed', atMs);
      return;
    case 'goto':
      finish(step, fact.rejected ? 'rejected' : 'failed', atMs);
      skipOver(state, {from: step.path, to: fact.then.step, atMs});
      return;
  }
};

const keepCheck = (step: StepState, fact: Extract<Fact, {type: 'probed'}>): void => {
  const {use, index, name, ok, detail, at} = fact;
  const others = step.checks.filter(check => check.use !== use || check.index !== index);
  step.checks = [...others, {use, index, name, ok, detail, atMs: Date.parse(at)}];
};

type Result = Partial<
  Pick<Extract<Fact, {type: 'succeeded'}>, 'outputs' | 'output' | 'outputLost' | 'recoveryPoint' | 'places'>
>;

const keepResult = (step: StepState, {outputs, output, outputLost, recoveryPoint, places}: Result): void => {
  if (places) {
    step.places = places;
  }
  if (outputs) {
    step.outputs = outputs;
  }
  const gap = gapIn({...(output && {output}), ...(outputLost && {outputLost})});
  if (gap) {
    step.outputGap = gap;
  }
  if (recoveryPoint !== undefined) {
    step.recoveryPoint = recoveryPoint;
  }
};
