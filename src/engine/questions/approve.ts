/** A go: by whom, proved by what, and whether it is the last that is needed. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {FactBody} from '../../run/event.ts';
import {sameName} from '../../run/same-name.ts';
import {samePerson} from '../../run/same-person.ts';
import type {RunState} from '../../run/state.ts';
import {type Context, stateAt} from '../context.ts';
import type {Answer} from './answered-step.ts';
import {type Proof, proveSigned} from './approve-signed.ts';
import {provenBy, whyExecutor} from './prove.ts';

/** Records a go. Where several are needed each is another person's; the robot of a drill stands for all of them. */
export const approve = (context: Context, answer: Answer): Result<readonly FactBody[]> => {
  const {item, intent, actor} = answer;
  const isRobot = actor.via === 'robot';
  const place = {step: item.path, attempt: item.attempt};
  const last: FactBody = item.policy.verify
    ? {type: 'performed', ...place, result: null}
    : {type: 'succeeded', ...place};
  const goes = stateAt(context.state, item.path).approvals.length;
  // A power failure can come between the last go and the end: then nothing is missing but to say so.
  if (goes >= item.policy.approvalsNeeded) {
    return succeed([last]);
  }
  const proof = isRobot
    ? robotProof(context, answer)
    : intent.signature === undefined
      ? typedProof(context, answer)
      : proveSigned(context, item.path, intent);
  if (!proof.ok) {
    return proof;
  }
  const given = isRobot ? undefined : takeGo(context, answer, proof.value);
  if (given !== undefined && !given.ok) {
    return given;
  }
  if (given?.value) {
    return succeed([given.value]);
  }
  const approved: FactBody = {type: 'approved', ...place, ...proof.value};
  if (goes + 1 < item.policy.approvalsNeeded) {
    return succeed([approved]);
  }
  return succeed([approved, last]);
};

type Given =
  | {readonly by: string; readonly role: string; readonly proof: 'typed' | 'robot'; readonly contact?: string}
  | Proof;

const robotProof = ({state}: Context, {item, intent, actor}: Answer): Result<Given> => {
  const from = stateAt(state, item.path).prompt?.from ?? [];
  const by = (intent.actor ?? actor.name).trim();
  const role = (from.find(({name}) => sameName(name, by)) ?? from[0])?.role ?? '';
  return succeed({by, role, proof: 'robot'});
};

/** Somebody whom the plan knows goes by one name, however they were called. */
const typedProof = ({state}: Context, {item, intent}: Answer): Result<Given> => {
  const named = (intent.actor ?? '').trim();
  if (named === '') {
    return fail('Who approves? The name of the approver is needed.');
  }
  const from = stateAt(state, item.path).prompt?.from ?? [];
  const asked = from.find(({name, contact}) => sameName(name, named) || sameName(contact, named));
  const {by, contact = asked?.contact} = asked ? {by: asked.name} : personNamed(state, named);
  // Somebody who is not named has no role here; that is said with the deviation that a typed name is anyway.
  return succeed({by, role: asked?.role ?? '', proof: 'typed', ...(contact !== undefined && {contact})});
};

/** Who is meant by a name, or by what the plan calls them. */
export const personNamed = (state: RunState, named: string): {readonly by: string; readonly contact?: string} => {
  const contact = contactNamed(state, named);
  return contact === undefined ? {by: named} : {by: state.contacts[contact]?.name ?? named, contact};
};

const contactNamed = ({contacts}: RunState, named: string): string | undefined =>
  Object.entries(contacts).find(([contact, {name}]) => sameName(contact, named) || sameName(name, named))?.[0];

/**
 * Four eyes: neither who executes the run, or ever did, nor who has approved already. What proves a go that was taken by
 * name is no other go.
 */
const takeGo = (context: Context, {item, actor}: Answer, given: Given): Result<FactBody | undefined> => {
  const executes = whyExecutor(context, item.path, {given, actor});
  if (executes !== undefined) {
    return fail(executes);
  }
  const place = {step: item.path, attempt: item.attempt};
  const proven = 'signature' in given ? provenBy(context, place, given) : undefined;
  if (proven) {
    return succeed(proven);
  }
  const {approvals} = stateAt(context.state, item.path);
  const former = approvals.find(name => samePerson(context.state.contacts, given.by, name));
  if (former === undefined) {
    return succeed(undefined);
  }
  return fail(
    sameName(former, given.by)
      ? `${given.by} has approved already; another person must.`
      : `${given.by} has the same key in the plan as ${former}, who has approved already; another person must.`,
  );
};
