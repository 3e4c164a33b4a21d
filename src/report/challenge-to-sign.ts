/** What an approver signs, where one who may approve has a key: elsewhere nobody could, and the text would only be in the way. */
import type {RunState, StepState} from '../run/state.ts';

/** While a go is asked for. */
export const challengeToSign = (state: RunState, step: StepState): string | undefined =>
  step.status === 'awaiting' ? challengeOf(state, step) : undefined;

/** A go that a typed name gave and that a signature can still prove. */
export const challengeToProve = (
  state: RunState,
  step: StepState,
): {readonly of: string; readonly challenge: string} | undefined => {
  const given = state.deviations.find(
    one => one.step === step.path && one.approval?.attempt === step.attempt && step.status !== 'awaiting',
  );
  const challenge = given && challengeOf(state, step);
  return given?.approval && challenge !== undefined ? {of: given.approval.by, challenge} : undefined;
};

const challengeOf = ({contacts}: RunState, {challenge, prompt}: StepState): string | undefined =>
  prompt?.from?.some(({contact}) => (contacts[contact]?.keys.length ?? 0) > 0) === true ? challenge : undefined;

/** On one line, so that it can be copied. */
export const challengeSentence = (challenge: string): string =>
  `To prove it, the approver signs this with "lifeboat approve": ${challenge}`;
