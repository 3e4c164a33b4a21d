/** The signed approvals of a record, checked again with nothing but the record and the keys that are pinned in it. */

import {readJournal} from '../journal/read-journal.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import type {Verification} from '../journal/verify.ts';
import {type SignedApproval, signedApprovals} from '../journal/verify-approvals.ts';
import {checkSignature} from './ssh-keygen.ts';

/** The verification with what the signatures say; one that cannot be checked is not good. */
export const withApprovals = <Of extends Verification>(
  directory: RunDirectory,
  chain: Of,
): Of & {readonly approvals: number} => {
  const scan = readJournal(directory.journal);
  const approvals = scan.ok ? signedApprovals(scan.value.facts, scan.value.hashes) : [];
  const problems = approvals.flatMap(problemOf);
  return problems.length === 0
    ? {...chain, approvals: approvals.length}
    : {
        ...chain,
        approvals: approvals.length,
        ok: false,
        verdict: 'DAMAGED',
        problems: [...chain.problems, ...problems],
      };
};

const problemOf = (approval: SignedApproval): Verification['problems'] => {
  const why = approval.problem ?? whyNot(approval);
  return why === undefined
    ? []
    : [{code: 'approval', seq: approval.seq, message: `The approval in entry ${approval.seq} is not proven: ${why}.`}];
};

const whyNot = (approval: SignedApproval): string | undefined => {
  const checked = checkSignature(approval);
  if (!checked.ok) {
    return checked.reason;
  }
  return checked.value ? undefined : 'the signature is not good';
};
