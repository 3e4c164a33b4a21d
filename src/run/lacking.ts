/** Secrets that are gone with the session that knew them: which steps wait for one, and that it was given again. */
import type {Fact, Lack} from './event.ts';
import type {RunState, StepState} from './state.ts';
import {recount} from './time-split.ts';

export const applyLacking = (
  state: RunState,
  fact: Extract<Fact, {readonly type: 'lacking' | 'given-again'}>,
): void => {
  if (fact.type === 'lacking') {
    beginLacking(state, fact);
  } else {
    giveAgain(state, fact);
  }
};

/** It does not go on before it is given; from now on a person is waited for. */
const beginLacking = (state: RunState, {step: path, lacks, at}: Extract<Fact, {readonly type: 'lacking'}>): void => {
  const step = state.steps.get(path);
  if (step) {
    step.lacks = lacks;
    step.stuckSinceMs = Date.parse(at);
    recount(state, step);
  }
};

/** Of a failure: what it may have failed for. */
export const blame = (step: StepState, lacks: readonly Lack[] | undefined): void => {
  if (lacks) {
    step.lacks = lacks;
  }
};

/** Whoever waited for it goes on: the session keeps the value, the record that it was given. */
const giveAgain = (state: RunState, given: Extract<Fact, {readonly type: 'given-again'}>): void => {
  for (const step of state.steps.values()) {
    const lacks = step.lacks?.filter(({step: from, name}) => from !== given.step || name !== given.name);
    if (step.lacks && lacks && lacks.length < step.lacks.length && step.status !== 'held') {
      step.lacks = lacks;
      recount(state, step);
    }
  }
};

/** Whether it waits for a secret. What is held, or of unknown outcome, waits for a person anyway. */
export const isLacking = ({lacks = [], status}: Pick<StepState, 'lacks' | 'status'>): boolean =>
  lacks.length > 0 && status !== 'held';
