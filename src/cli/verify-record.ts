/** All that can be said of a record: its chain, its signatures, its files, and that the runbook's machine allows its history. */

import type {Anchor} from '../journal/anchor.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import type {Finding} from '../journal/verify/finding.ts';
import {runEvidence} from '../journal/verify/run-evidence.ts';
import {guarded, oddFact, scanOf, verifyRun, withFindings} from '../journal/verify/verify.ts';
import type {KnownKeys} from './known-keys.ts';
import {checkVersions} from './verify-amendments.ts';
import {withApprovals} from './verify-approvals.ts';
import {withOperators} from './verify-operators.ts';

/** What the record is held against. */
export type Against = {
  readonly anchor?: Anchor | undefined;
  readonly known: KnownKeys;
  /** Somebody said whose signature they want: a record without one is then not good. */
  readonly mustBeSigned: boolean;
};

export type Verified = ReturnType<typeof verifyRecord>['verified'];

/** Fails closed, and gives the facts that the chain vouches for: what cannot be checked here is not good. */
export const verifyRecord = (directory: RunDirectory, {anchor, known, mustBeSigned}: Against) => {
  const evidence = runEvidence(directory);
  const found = scanOf(evidence);
  const chain = verifyRun(evidence, {anchor, known: known.hosts, found});
  // A chain that is whole may still tell a story that the runbook's machine could not have lived.
  const versions = chain.ok
    ? guarded(() => checkVersions(directory, found), {findings: [oddFact], amendments: []})
    : {findings: [], amendments: []};
  const history = withFindings(chain, [
    ...(mustBeSigned && !(chain.signed && chain.sealedEntries > 0) ? [notSigned] : []),
    ...versions.findings,
  ]);
  const {amendments} = versions;
  const judged: typeof history & {amendments?: typeof amendments} =
    amendments.length === 0 ? history : {...history, amendments};
  return {facts: found.facts, verified: withOperators({directory, scan: found}, withApprovals(found, judged), known)};
};

const notSigned: Finding = {
  verdict: 'DAMAGED',
  code: 'not-signed',
  seq: null,
  message:
    'Not all sessions of the record are signed, or none of its facts are sealed yet, and with --trust they must be.',
};
