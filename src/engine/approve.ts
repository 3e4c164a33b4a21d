/** A go: by whom, proved by what, and whether it is the last that is needed. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {FactBody} from '../run/event.ts';
import type {Answer} from './answered-step.ts';
import {type Proof, proveSigned} from './approve-signed.ts';
import {type Context, stateAt, stepAt} from './context.ts';
import {provenBy} from './prove.ts';
import {sameName} from './same-name.ts';

/** Records a go. Where several are needed each is another person's; the robot of a drill stands for all of them. */
export const approve = (context: Context, answer: Answer): Result<readonly FactBody[]> => {
  const {item, intent, actor} = answer;
  const isRobot = actor.via === 'robot';
  const place = {step: item.path, attempt: item.attempt};
  const last: FactBody = item.policy.verify
    ? {type: 'performed', ...place, result: null}
    : {type: 'succeeded', ...place};
  const given = stateAt(context.state, item.path).approvals.length;
  // A power failure can come between the last go and the end: then nothing is missing but to say so.
  if (given >= item.policy.approvalsNeeded) {
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
  const proven = 'signature' in proof.value ? provenBy(context, place, proof.value) : undefined;
  if (proven) {
    return succeed([proven]);
  }
  const objection = isRobot ? undefined : objectionTo(context, proof.value, {item, actor});
  if (objection !== undefined) {
    return fail(objection);
  }
  const approved: FactBody = {type: 'approved', ...place, ...proof.value};
  if (given + 1 < item.policy.approvalsNeeded) {
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

const typedProof = ({state}: Context, {item, intent}: Answer): Result<Given> => {
  const by = (intent.actor ?? '').trim();
  if (by === '') {
    return fail('Who approves? The name of the approver is needed.');
  }
  // Somebody who is not named has no role here; that is said with the deviation that a typed name is anyway.
  const role = stateAt(state, item.path).prompt?.from?.find(({name}) => sameName(name, by))?.role ?? '';
  return succeed({by, role, proof: 'typed'});
};

/** Four eyes: neither who executes the run, or ever did, nor who has approved already. A contact goes by two names. */
const objectionTo = (
  {forest, state}: Context,
  {by, contact = by}: Given,
  {item, actor}: Pick<Answer, 'item' | 'actor'>,
): string | undefined => {
  const {step} = stepAt(forest, item.path);
  const executors = [...state.executors, actor.name];
  const executes = executors.some(name => sameName(name, by) || sameName(name, contact));
  if (step.kind === 'approval' && step.notExecutor && executes) {
    return `${by} executes this run, or did, and cannot approve it; another person must.`;
  }
  const hasApproved = stateAt(state, item.path).approvals.some(name => sameName(name, by));
  return hasApproved ? `${by} has approved already; another person must.` : undefined;
};
