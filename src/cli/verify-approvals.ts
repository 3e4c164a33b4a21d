/** The signed approvals of a record, checked again with nothing but the record and the keys that are pinned in it. */

import type {Finding} from '../journal/finding.ts';
import {readJournal} from '../journal/read-journal.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {guarded, oddFact, type Verification, withFindings} from '../journal/verify.ts';
import {type SignedApproval, signedApprovals} from '../journal/verify-approvals.ts';
import {checkSignature} from './ssh-keygen.ts';

/** The verification with what the signatures say; one that cannot be checked is not good. */
export const withApprovals = (
  directory: RunDirectory,
  chain: Verification,
): Verification & {readonly approvals: number} => {
  const scan = readJournal(directory.journal);
  const approvals = scan.ok ? guarded(() => signedApprovals(scan.value.facts, scan.value.hashes), undefined) : [];
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
