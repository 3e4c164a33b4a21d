/** What an approver signs, where one who may approve has a key: elsewhere nobody could, and the text would only be in the way. */
import type {RunState, StepState} from '../run/state.ts';

export const challengeToSign = ({contacts}: RunState, {status, challenge, prompt}: StepState): string | undefined => {
  const canSign = prompt?.from?.some(({contact}) => (contacts[contact]?.keys.length ?? 0) > 0) === true;
  return status === 'awaiting' && canSign ? challenge : undefined;
};

/** On one line, so that it can be copied. */
export const challengeSentence = (challenge: string): string =>
  `To prove it, the approver signs this with "lifeboat approve": ${challenge}`;
