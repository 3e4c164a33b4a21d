/** `lifeboat approve CHALLENGE`: says in words what is asked, and signs the go, on the machine of whoever approves. */
import {showForeignText} from '../../base/foreign-text.ts';
import {type Result, succeed} from '../../base/result.ts';
import {amendmentStep} from '../../journal/signing/amendment-challenge.ts';
import {type Challenge, readChallenge} from '../../journal/signing/challenge.ts';
import {approvalNamespace} from '../../journal/signing/signature.ts';
import {codeOf, exitCodes} from '../exit-code.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {signFor} from '../ssh-keygen.ts';
import {terminalConversation} from '../terminal-conversation.ts';
import {readTextFile} from '../text-file.ts';

export type ApproveOptions = {readonly key: string; readonly file?: string};

/** The words go to standard error, so that the signature alone can be kept. A challenge that a screen broke into lines is taken too. */
export const approveCommand = async (parts: readonly string[], options: ApproveOptions): Promise<number> => {
  const given = await givenChallenge(parts, options.file);
  if (!given.ok) {
    return printRefusal(given.reason);
  }
  const text = given.value.replaceAll(/\s+/g, '');
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
  const signature = signFor(approvalNamespace, text, options.key);
  if (!signature.ok) {
    return printRefusal(refuse('usage', signature.reason, 'Give a key that the plan names, with --key FILE.').reason);
  }
  process.stderr.write('Send this back; it approves this question and no other:\n');
  process.stdout.write(`${signature.value}\n`);
  return exitCodes.done.code;
};

/** As words of the command line, from a file, from a pipe, or pasted where somebody sits here. */
const givenChallenge = async (parts: readonly string[], file: string | undefined): Promise<Result<string, Refusal>> => {
  if (parts.length > 0) {
    return file === undefined
      ? succeed(parts.join(''))
      : refuse('usage', 'A challenge and --file do not go together.', 'Leave one of them out.');
  }
  if (file === undefined && process.stdin.isTTY === true) {
    const conversation = terminalConversation();
    const pasted = await conversation.ask('Paste the challenge: ', {isHidden: false});
    conversation.close();
    return succeed(pasted ?? '');
  }
  if (file === undefined) {
    return succeed(await allOfInput());
  }
  const text = readTextFile(file, {pipe: true});
  return text.ok ? text : refuse('usage', `${file} cannot be read: ${text.reason}.`, 'Give the challenge itself.');
};

/** A challenge has some hundred bytes; what is longer is none. */
const inputBytesMax = 65_536;

const allOfInput = async (): Promise<string> => {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.length > inputBytesMax) {
      break;
    }
  }
  return text;
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
