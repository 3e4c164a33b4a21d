/** The signed approvals of a record, each with what must have been signed: told from its facts and their hashes alone. */
import type {Fact} from '../run/event.ts';
import {challengeText} from './challenge.ts';
import {approvalNamespace, bareKey, signerOf} from './signature.ts';

/** What a check of the signature needs; `problem` where the facts contradict each other already. */
export type SignedApproval = {
  readonly seq: number;
  readonly message: string;
  readonly signature: string;
  readonly key: string;
  readonly problem?: string;
};

/** Every approval that is recorded as signed, in order. */
export const signedApprovals = (facts: readonly Fact[], hashes: readonly string[]): readonly SignedApproval[] =>
  facts.flatMap(fact =>
    fact.type === 'approval-proven' || (fact.type === 'approved' && fact.proof === 'signature')
      ? [approvalOf(fact, {facts, hashes})]
      : [],
  );

type Approved = Extract<Fact, {type: 'approved' | 'approval-proven'}>;
type Record = {readonly facts: readonly Fact[]; readonly hashes: readonly string[]};

const approvalOf = (approved: Approved, {facts, hashes}: Record): SignedApproval => {
  const {seq, step, attempt, signature = '', contact = ''} = approved;
  const [first] = facts;
  const asked = facts
    .slice(0, seq)
    .findLast(fact => fact.type === 'asked' && fact.step === step && fact.attempt === attempt);
  const signer = signerOf(signature);
  const found = {seq, signature, key: signer?.key ?? '', message: ''};
  if (first?.type !== 'run-started' || asked?.type !== 'asked') {
    return {...found, problem: 'nothing was asked that it could answer'};
  }
  const {ask} = asked.prompt;
  const message = challengeText({run: first.run, step, attempt, ask, head: hashes[asked.seq - 1] ?? ''});
  const keys = first.contacts?.[contact]?.keys ?? [];
  const problem =
    asked.challenge !== message
      ? 'its challenge is not that of the question that was recorded'
      : signer?.namespace !== approvalNamespace
        ? 'it is no signature of an approval'
        : keys.some(key => bareKey(key) === signer.key)
          ? undefined
          : `the key is none of those that the run began with for ${contact}`;
  return {...found, message, ...(problem !== undefined && {problem})};
};
