/** `lifeboat amend RUN FILE`: another text takes the place of a run's runbook, where it allows what has happened and somebody approves. */

import {showForeignLine, showForeignText} from '../../base/foreign-text.ts';
import {printedJson} from '../../base/printed-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {readSafely} from '../../journal/safe-file.ts';
import {amendmentChallenge} from '../../journal/signing/amendment-challenge.ts';
import {sameName} from '../../run/same-name.ts';
import {type Approval, approversOf, signedApproval, typedApproval} from '../amendment/approver.ts';
import {digestOf, type Proposal, propose} from '../amendment/propose.ts';
import {recordAmendment} from '../amendment/record.ts';
import {exitCodes} from '../exit-code.ts';
import {type LeftRun, openLeftRun} from '../left-run.ts';
import {writeOutput} from '../output-file.ts';
import {asTyped} from '../own-command.ts';
import {ownKeys} from '../own-keys.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import type {StateOption} from '../state-place.ts';
import {terminalConversation} from '../terminal-conversation.ts';
import {executor} from './run.ts';

export type AmendOptions = StateOption & {
  readonly reason: string;
  readonly signature?: string;
  readonly approvedBy?: string;
  readonly diff?: string;
  readonly json?: boolean;
  readonly as?: string;
};

export const amendCommand = async (wanted: string, file: string, options: AmendOptions): Promise<number> => {
  const reason = options.reason.trim();
  if (reason === '' || reason.length > reasonLengthMax || /\p{Cc}|\p{Cs}/u.test(reason)) {
    const message = `--reason takes one line of words, at most ${reasonLengthMax} characters.`;
    return printRefusal(refuse('usage', message).reason);
  }
  const run = await openLeftRun(wanted, options);
  if (!run.ok) {
    return printRefusal(run.reason);
  }
  const amended = await amend(run.value, file, {...options, reason});
  run.value.release();
  return amended.ok ? amended.value : printRefusal(amended.reason);
};

const reasonLengthMax = 500;

const amend = async (run: LeftRun, file: string, options: AmendOptions): Promise<Result<number, Refusal>> => {
  const proposal = propose(run, file);
  if (!proposal.ok) {
    return proposal;
  }
  const asked = askedOf(run, proposal.value, options);
  // What is refused is refused at once: whoever mistyped a name has the difference in front of them already.
  const given = givenApproval(asked, options);
  if (!given.ok) {
    return given;
  }
  show(run, proposal.value, {...options, challenge: asked.message});
  // For whoever approves elsewhere: these bytes have the digest that is signed.
  const kept =
    options.diff === undefined
      ? succeed(undefined)
      : writeOutput(proposal.value.diff, {output: options.diff, made: proposal.value.amended});
  if (!kept.ok) {
    return kept;
  }
  const approval = given.value ?? (await askedApproval(asked, options));
  if (approval === undefined) {
    return succeed(exitCodes.held.code);
  }
  const recorded = recordAmendment(run, proposal.value, {
    reason: options.reason,
    approval,
    executor: asked.executor,
    via: options.json ? 'json' : 'plain',
  });
  if (!recorded.ok) {
    return recorded;
  }
  if (options.json) {
    process.stdout.write(`${printedJson(recorded.value)}\n`);
  } else {
    const proven = approval.proof === 'signature' ? 'proven by a signature' : 'by a typed name, which proves nothing';
    const lines = [
      `The runbook of ${run.directory.id} is amended, as ${approval.by} approved, ${proven}.`,
      `Go on with: lifeboat resume ${run.directory.id}`,
    ];
    process.stdout.write(`${lines.map(line => asTyped(showForeignLine(line))).join('\n')}\n`);
  }
  return succeed(exitCodes.done.code);
};

type Asked = Parameters<typeof signedApproval>[1] & {readonly executor: string};

const askedOf = (run: LeftRun, {number, files, diff, state}: Proposal, options: AmendOptions): Asked => {
  const {catalogued, opened, first} = run;
  const {name} = executor(options, 'plain');
  const message = amendmentChallenge({
    run: first.run,
    number,
    reason: options.reason,
    old: digestOf(catalogued.source.text),
    files: files.map(one => ({path: `amendments/${number}/${one.name}`, sha256: digestOf(one.text)})),
    diff: digestOf(diff),
    head: opened.journal.head().hash,
  });
  const approvers = approversOf(catalogued.runbook, state);
  return {approvers, state, executors: [...state.executors, name], executor: name, message};
};

type Shown = AmendOptions & {readonly challenge: string};

const show = ({directory}: LeftRun, {number, diff}: Proposal, {json, challenge}: Shown): void => {
  if (json) {
    process.stdout.write(`${printedJson({type: 'challenge', run: directory.id, number, challenge, diff})}\n`);
    return;
  }
  const lines = diff
    .trimEnd()
    .split('\n')
    .map(line => showForeignText(line));
  process.stdout.write(
    `${lines.join('\n')}\n\n${asTyped(`Whoever approves this signs it with "lifeboat approve": ${challenge}`)}\n`,
  );
};

/** What was given with the command; nothing where none was. */
const givenApproval = (asked: Asked, {signature, approvedBy}: AmendOptions): Result<Approval | undefined, Refusal> => {
  if (signature !== undefined) {
    const text = readSafely(signature, signatureBytesMax);
    return taken(text.ok ? signedHere(text.value.toString('utf8'), asked) : fail(text.reason.message));
  }
  return approvedBy === undefined ? succeed(undefined) : taken(typedApproval(approvedBy, asked));
};

/** Nothing where nobody has approved yet: the challenge was shown, and the record is as it was. */
const askedApproval = async (asked: Asked, {json}: AmendOptions): Promise<Approval | undefined> => {
  if (json || process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    process.stderr.write(asTyped('lifeboat: Nothing is amended yet: call this again with --signature FILE.\n'));
    return undefined;
  }
  return askOnTerminal(asked);
};

/** What whoever sits here could have signed is nobody else's word. */
const signedHere = (text: string, asked: Asked): Result<Approval> =>
  signedApproval(text, {...asked, ownKeys: ownKeys()});

/** A signature is a kilobyte or two. */
const signatureBytesMax = 16_384;

const taken = (approval: Result<Approval>): Result<Approval, Refusal> =>
  approval.ok ? approval : refuse('usage', approval.reason, 'Nothing was amended.');

const askOnTerminal = async (asked: Asked): Promise<Approval | undefined> => {
  const conversation = terminalConversation();
  const others = asked.approvers.filter(({name}) => !asked.executors.some(one => sameName(one, name)));
  const names = others.map(({name}) => name).join(', ');
  const label = `Paste the signature, or type who approves (${showForeignLine(names)}; a name proves nothing; Enter leaves it): `;
  for (;;) {
    const typed = (await conversation.ask(label, {isHidden: false}))?.trim();
    if (typed === undefined || typed === '') {
      conversation.close();
      process.stdout.write('Nothing was amended.\n');
      return undefined;
    }
    const approval = typed.length > nameLengthMax ? signedHere(typed, asked) : typedApproval(typed, asked);
    if (approval.ok) {
      conversation.close();
      return approval.value;
    }
    conversation.say(`  ${showForeignLine(approval.reason)}`);
  }
};

/** No name is as long as a signature. */
const nameLengthMax = 120;
