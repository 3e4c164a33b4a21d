/** A go that is proven: signed with a key of somebody who may approve, for this very question of this very run. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {
  approvalNamespace,
  bareKey,
  compactSignature,
  fingerprintOf,
  signerOf,
} from '../../journal/signing/signature.ts';
import type {Intent} from '../../run/intent.ts';
import type {Path} from '../../run/path.ts';
import {sameName} from '../../run/same-name.ts';
import type {RunState} from '../../run/state.ts';
import {type Context, stateAt} from '../context.ts';

/** Who signed, in which role, and what proves it. */
export type Proof = {
  readonly by: string;
  readonly role: string;
  readonly proof: 'signature';
  readonly contact: string;
  /** The key's fingerprint. */
  readonly key: string;
  readonly signature: string;
};

/** Looks at everything but who executes the run. */
export const proveSigned = (context: Context, step: Path, intent: Intent): Result<Proof> => {
  const {challenge, prompt} = stateAt(context.state, step);
  const signature = compactSignature(intent.signature ?? '');
  const signer = signature === undefined ? undefined : signerOf(signature);
  if (signature === undefined || !signer) {
    return fail('That is no signature as `lifeboat approve` prints it.');
  }
  if (challenge === undefined) {
    return fail('This question was put by an older version of this program; it can only be answered with a name.');
  }
  if (signer.namespace !== approvalNamespace) {
    return fail('That signature was not made for an approval.');
  }
  const key = fingerprintOf(signer.key);
  const from = prompt?.from ?? [];
  const holders = holdersOf(context.state, signer.key);
  const holder = holders.find(({contact}) => from.some(one => one.contact === contact));
  if (!holder) {
    const [stranger] = holders;
    return fail(
      stranger
        ? `${stranger.name} may not approve this; ${from.map(({name}) => name).join(', ')} may.`
        : `No contact of the plan has the key ${key}.`,
    );
  }
  const {contact, name: by} = holder;
  if (intent.actor !== undefined && !sameName(intent.actor, by)) {
    return fail(`That is the signature of ${by} and not of ${intent.actor}.`);
  }
  const isGood = context.checkSignature({message: challenge, signature, key: signer.key});
  if (!isGood.ok) {
    return isGood;
  }
  const role = from.find(one => one.contact === contact)?.role ?? '';
  return isGood.value
    ? succeed({by, role, proof: 'signature', contact, key, signature})
    : fail('That signature is not for this question: it was made for another run, step or attempt, or was changed.');
};

type Holder = {readonly contact: string; readonly name: string};

const holdersOf = ({contacts}: RunState, key: string): readonly Holder[] =>
  Object.entries(contacts).flatMap(([contact, {name, keys}]) =>
    keys.some(one => bareKey(one) === key) ? [{contact, name}] : [],
  );
