/** The signed approvals of a record, checked again with nothing but the record and the keys that are pinned in it. */

import type {Scan} from '../journal/chain.ts';
import type {Finding} from '../journal/verify/finding.ts';
import {guarded, oddFact, type Verification, withFindings} from '../journal/verify/verify.ts';
import {type SignedApproval, signedApprovals} from '../journal/verify/verify-approvals.ts';
import {checkSignature} from './ssh-keygen.ts';

/** The verification with what the signatures say; one that cannot be checked is not good. */
export const withApprovals = <Of extends Verification>(
  {facts, hashes}: Scan,
  chain: Of,
): Of & {readonly approvals: number} => {
  const approvals = guarded(() => signedApprovals(facts, hashes), undefined);
  if (!approvals) {
    return withFindings({...chain, approvals: 0}, [oddFact]);
  }
  return withFindings({...chain, approvals: approvals.length}, approvals.flatMap(findingOf));
};

const findingOf = (approval: SignedApproval): readonly Finding[] => {
  const why = approval.problem ?? whyNot(approval);
  return why === undefined
    ? []
    : [
        {
          verdict: 'DAMAGED',
          code: 'approval',
          seq: approval.seq,
          message: `The approval in entry ${approval.seq} is not proven: ${why}.`,
        },
      ];
};

const whyNot = (approval: SignedApproval): string | undefined => {
  const checked = checkSignature(approval);
  if (!checked.ok) {
    return checked.reason;
  }
  return checked.value ? undefined : 'the signature is not good';
};
