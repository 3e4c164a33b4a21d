/** Secrets that are gone with the session that knew them: which held steps need one, and that it was given again. */
import type {Fact, Lack} from './event.ts';
import type {RunState, StepState} from './state.ts';

/** What it needs to go on; nothing where its failure has nothing to do with that. */
export const lack = (step: StepState, lacks: readonly Lack[] | undefined): void => {
  if (lacks) {
    step.lacks = lacks;
  } else {
    delete step.lacks;
  }
};

/** Whoever lacked it has it: the session keeps the value, the record that it was given. */
export const giveAgain = (state: RunState, given: Extract<Fact, {readonly type: 'given-again'}>): void => {
  for (const step of state.steps.values()) {
    if (step.lacks) {
      step.lacks = withoutLack(step.lacks, given);
    }
  }
};

export const withoutLack = (lacks: readonly Lack[], given: Lack): readonly Lack[] =>
  lacks.filter(({step, name}) => step !== given.step || name !== given.name);
