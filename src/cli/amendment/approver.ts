/** Who may let a runbook be amended in a run, and whether somebody has. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {
  approvalNamespace,
  bareKey,
  compactSignature,
  fingerprintOf,
  signerOf,
} from '../../journal/signing/signature.ts';
import {everyStep} from '../../machine/compile.ts';
import {sameName} from '../../run/same-name.ts';
import {samePerson} from '../../run/same-person.ts';
import type {RunState} from '../../run/state.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {checkSignature} from '../ssh-keygen.ts';

export type Approver = {readonly role: string; readonly contact: string; readonly name: string};

export type Approval = {
  readonly by: string;
  readonly role: string;
  readonly proof: 'signature' | 'typed';
  readonly contact?: string;
  readonly key?: string;
  readonly signature?: string;
};

/** The roles that the runbook asks at its gates, as they are held now; where it has no gate, every contact of the plan. */
export const approversOf = (runbook: Runbook, {roles, contacts}: RunState): readonly Approver[] => {
  const asked = new Set(everyStep(runbook).flatMap(({step}) => (step.kind === 'approval' ? step.from : [])));
  const holders = [...asked].flatMap(role => (roles[role] ? [{role, ...roles[role]}] : []));
  return holders.length > 0
    ? holders
    : Object.entries(contacts).map(([contact, {name}]) => ({role: '', contact, name}));
};

type Asked = {
  readonly approvers: readonly Approver[];
  readonly state: RunState;
  readonly executors: readonly string[];
  /** Fingerprints of the keys that whoever sits here can sign with; of a record that is read nobody knows them. */
  readonly ownKeys?: readonly string[];
};

/** A name that was typed; it proves nothing. */
export const typedApproval = (named: string, asked: Asked): Result<Approval> => {
  const found = asked.approvers.find(({name, contact}) => sameName(name, named) || sameName(contact, named));
  if (!found) {
    return fail(`${named} may not approve this; ${asked.approvers.map(({name}) => name).join(', ')} may.`);
  }
  const executes = whyExecutor(found, asked);
  const {name: by, role, contact} = found;
  return executes === undefined ? succeed({by, role, contact, proof: 'typed'}) : fail(executes);
};

/** A signature of this very challenge, by a key that the run began with. */
export const signedApproval = (
  text: string,
  {message, ...asked}: Asked & {readonly message: string},
): Result<Approval> => {
  const signature = compactSignature(text);
  const signer = signature === undefined ? undefined : signerOf(signature);
  if (signature === undefined || !signer) {
    return fail('That is no signature as `lifeboat approve` prints it.');
  }
  if (signer.namespace !== approvalNamespace) {
    return fail('That signature was not made for an approval.');
  }
  const key = fingerprintOf(signer.key);
  const holders = Object.entries(asked.state.contacts).flatMap(([contact, {keys}]) =>
    keys.some(one => bareKey(one) === signer.key) ? [contact] : [],
  );
  const found = asked.approvers.find(({contact}) => holders.includes(contact));
  if (!found) {
    const names = asked.approvers.map(({name}) => name).join(', ');
    return fail(
      holders.length === 0
        ? `No contact of the plan has the key ${key}.`
        : `The key ${key} is of somebody who may not approve this; ${names} may.`,
    );
  }
  const executes = asked.ownKeys?.includes(key)
    ? `The key ${key} is in ~/.ssh or in the agent of whoever amends this run here; another person must approve it.`
    : whyExecutor(found, asked);
  if (executes !== undefined) {
    return fail(executes);
  }
  const isGood = checkSignature({message, signature, key: signer.key});
  if (!isGood.ok) {
    return isGood;
  }
  const {name: by, role, contact} = found;
  return isGood.value
    ? succeed({by, role, contact, proof: 'signature', key, signature})
    : fail('That signature is not for this amendment: it was made for another run, text or record, or was changed.');
};

/** As at a gate: a contact goes by two names, and whoever shares a key is the same person. */
const whyExecutor = ({name, contact}: Approver, {executors, state}: Asked): string | undefined => {
  if (executors.some(one => sameName(one, name) || sameName(one, contact))) {
    return `${name} executes this run, or did, and cannot approve a change of its runbook; another person must.`;
  }
  const other = executors.find(
    one => samePerson(state.contacts, name, one) || samePerson(state.contacts, contact, one),
  );
  return other === undefined
    ? undefined
    : `${name} has the same key in the plan as ${other}, who executes this run, or did; another person must approve it.`;
};
