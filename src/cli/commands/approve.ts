/** `lifeboat approve CHALLENGE`: says in words what is asked, and signs the go, on the machine of whoever approves. */
import {showForeignText} from '../../base/foreign-text.ts';
import {amendmentStep} from '../../journal/amendment-challenge.ts';
import {type Challenge, readChallenge} from '../../journal/challenge.ts';
import {codeOf, exitCodes} from '../exit-code.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {signApproval} from '../ssh-keygen.ts';
import {terminalConversation} from '../terminal-conversation.ts';

export type ApproveOptions = {readonly key: string};

/** The words go to standard error, so that the signature alone can be kept. A challenge that a screen broke into lines is taken too. */
export const approveCommand = async (parts: readonly string[], {key}: ApproveOptions): Promise<number> => {
  const text = parts.join('').replaceAll(/\s+/g, '');
  const challenge = readChallenge(text);
  if (!challenge) {
    return printRefusal(
      refuse(
        'usage',
        'That is no challenge, or not all of it.',
        'Copy it whole: `lifeboat show RUN` prints it on one line where the run is driven.',
      ).reason,
    );
  }
  process.stderr.write(`${wordsOf(challenge).join('\n')}\n`);
  const decided = await decide();
  if (decided !== 'sign') {
    process.stderr.write('Nothing was signed.\n');
    return codeOf(decided);
  }
  const signature = signApproval(text, key);
  if (!signature.ok) {
    return printRefusal(refuse('usage', signature.reason, 'Give a key that the plan names, with --key FILE.').reason);
  }
  process.stderr.write('Send this back; it approves this question and no other:\n');
  process.stdout.write(`${signature.value}\n`);
  return exitCodes.done.code;
};

const wordsOf = ({run, step, attempt, ask, question, head}: Challenge): readonly string[] =>
  [
    'You are asked to approve:',
    ...ask
      .trim()
      .split('\n')
      .map(line => `  | ${line}`),
    step === amendmentStep
      ? `Amendment ${attempt} of the runbook of the run ${run}; hold the digest of the diff against \`sha256sum\` of what you were sent.`
      : `Step ${step}, attempt ${attempt}, of the run ${run}.`,
    `All of the question has the digest ${question}; the record before it ends with ${head}.`,
  ].map(line => showForeignText(line));

/** Where somebody sits here they see the words first; a script has decided already. */
const decide = async (): Promise<'sign' | 'aborted' | 'interrupted'> => {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    return 'sign';
  }
  const conversation = terminalConversation();
  const typed = await conversation.ask('Type approve to sign it, anything else to leave it: ', {isHidden: false});
  conversation.close();
  if (typed?.trim() === 'approve') {
    return 'sign';
  }
  return conversation.wasInterrupted() ? 'interrupted' : 'aborted';
};
