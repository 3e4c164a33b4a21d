/** The signed approvals of a record, each with what must have been signed: told from its facts and their hashes alone. */
import type {Fact} from '../../run/event.ts';
import {executorRole} from '../../run/fold-people.ts';
import {sameName} from '../../run/same-name.ts';
import {samePerson} from '../../run/same-person.ts';
import {challengeText} from '../signing/challenge.ts';
import {approvalNamespace, bareKey, signerOf} from '../signing/signature.ts';

/** What a check of the signature needs; `problem` where the facts contradict each other already. */
export type SignedApproval = {
  readonly seq: number;
  readonly message: string;
  readonly signature: string;
  readonly key: string;
  readonly problem?: string;
};

/** Every approval that is recorded as signed, or as proven by a signature, in order. */
export const signedApprovals = (facts: readonly Fact[], hashes: readonly string[]): readonly SignedApproval[] =>
  facts.flatMap(fact =>
    fact.type === 'approval-proven' || (fact.type === 'approved' && fact.proof === 'signature')
      ? [approvalOf(fact, {facts, hashes})]
      : [],
  );

type Approved = Extract<Fact, {type: 'approved' | 'approval-proven'}>;
type Asked = Extract<Fact, {type: 'asked'}>;
type First = Extract<Fact, {type: 'run-started'}>;
type Record = {readonly facts: readonly Fact[]; readonly hashes: readonly string[]};

const approvalOf = (approved: Approved, {facts, hashes}: Record): SignedApproval => {
  const {seq, step, attempt, signature = ''} = approved;
  const [first] = facts;
  const before = facts.slice(0, seq);
  const asked = before.findLast(
    (fact): fact is Asked => fact.type === 'asked' && fact.step === step && fact.attempt === attempt,
  );
  const signer = signerOf(signature);
  const found = {seq, signature, key: signer?.key ?? '', message: ''};
  if (first?.type !== 'run-started' || asked?.type !== 'asked') {
    return {...found, problem: 'nothing was asked that it could answer'};
  }
  const {ask} = asked.prompt;
  const message = challengeText({run: first.run, step, attempt, ask, head: hashes[asked.seq - 1] ?? ''});
  const problem =
    asked.challenge !== message
      ? 'its challenge is not that of the question that was recorded'
      : signer?.namespace !== approvalNamespace
        ? 'it is no signature of an approval'
        : whoProblem(approved, {first, asked, before, key: signer.key});
  return {...found, message, ...(problem !== undefined && {problem})};
};

type Told = {readonly first: First; readonly asked: Asked; readonly before: readonly Fact[]; readonly key: string};

/** Who signed must be who is said to have, may answer, and execute nothing: the rules by which the run took it. */
const whoProblem = (approved: Approved, {first, asked, before, key}: Told): string | undefined => {
  const {by, contact = '', step, attempt} = approved;
  const known = first.contacts?.[contact];
  if (known?.keys.some(one => bareKey(one) === key) !== true) {
    return `the key is none of those that the run began with for ${contact}`;
  }
  if (!sameName(known.name, by)) {
    return `the key is that of ${known.name}, and ${by} is said to have signed`;
  }
  if (!mayAnswer(asked, before).includes(contact)) {
    return `${by} was not asked`;
  }
  const contacts = first.contacts ?? {};
  const isThem = (name: string): boolean => samePerson(contacts, by, name) || samePerson(contacts, contact, name);
  const executors = executorsOf([...before, approved]);
  if (executors.some(name => sameName(name, by) || sameName(name, contact))) {
    return `${by} executes the run, or did`;
  }
  if (executors.some(isThem)) {
    return `${by} has the key of somebody who executes the run, or did`;
  }
  if (approved.type === 'approved') {
    const counted = before.some(
      fact => fact.type === 'approved' && fact.step === step && fact.attempt === attempt && isThem(fact.by),
    );
    return counted ? `${by} has approved already, perhaps by another name with the same key` : undefined;
  }
  const isGiven = before.some(
    fact =>
      fact.type === 'approved' &&
      fact.step === step &&
      fact.attempt === attempt &&
      fact.proof === 'typed' &&
      fact.by === approved.of,
  );
  return isGiven && sameName(approved.of, by) ? undefined : `${by} had given no go that it could prove`;
};

/** The contacts that the question asks, roles that were handed over while it was open included. */
const mayAnswer = (asked: Asked, before: readonly Fact[]): readonly string[] => {
  const from = new Map((asked.prompt.from ?? []).map(({role, contact}) => [role, contact]));
  for (const fact of before.slice(asked.seq)) {
    if (fact.type === 'handed-over' && fact.contact !== undefined && from.has(fact.role)) {
      from.set(fact.role, fact.contact);
    }
  }
  return [...from.values()];
};

/** Whoever a session names, whoever did something by hand, whoever was handed the run. A go that stood on paper is the approver's own. */
const executorsOf = (facts: readonly Fact[]): readonly string[] => {
  const gates = new Set(
    facts.flatMap(fact => (fact.type === 'asked' && fact.prompt.kind === 'approval' ? [fact.step] : [])),
  );
  const isOwn = (fact: Fact): boolean =>
    fact.actor.via === 'paper' && 'step' in fact && fact.step !== undefined && gates.has(fact.step);
  return facts.flatMap(fact => [
    ...(fact.actor.via === 'engine' || fact.actor.via === 'robot' || isOwn(fact) ? [] : [fact.actor.name]),
    ...(fact.type === 'run-started' ? [fact.executor] : []),
    ...(fact.type === 'session-opened' && fact.executor !== undefined ? [fact.executor] : []),
    ...(fact.type === 'handed-over' && fact.role === executorRole ? [fact.to] : []),
  ]);
};
