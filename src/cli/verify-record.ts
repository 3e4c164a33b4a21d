/** All that can be said of a record: its chain, its signatures, its files, and that the runbook's machine allows its history. */

import type {Anchor} from '../journal/anchor.ts';
import type {Finding} from '../journal/finding.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {runEvidence} from '../journal/run-evidence.ts';
import {guarded, oddFact, scanOf, verifyRun, withFindings} from '../journal/verify.ts';
import {advance} from '../machine/advance.ts';
import {compile} from '../machine/compile.ts';
import {beforeStart} from '../machine/position.ts';
import type {Fact} from '../run/event.ts';
import type {KnownKeys} from './known-keys.ts';
import {pinnedRunbook} from './pinned-runbook.ts';
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
  const history = withFindings(chain, [
    ...(mustBeSigned && !chain.signed ? [notSigned] : []),
    ...(chain.ok ? guarded(() => firstIllegal(directory, found.facts), [oddFact]) : []),
  ]);
  return {facts: found.facts, verified: withOperators({directory, scan: found}, withApprovals(found, history), known)};
};

const notSigned: Finding = {
  verdict: 'DAMAGED',
  code: 'not-signed',
  seq: null,
  message: 'The record is not signed in all its sessions, and with --trust it must be.',
};

/** A chain that is whole may still tell a story that the runbook's machine could not have lived. */
const firstIllegal = (directory: RunDirectory, facts: readonly Fact[]): readonly Finding[] => {
  const [first] = facts;
  const pinned = first?.type === 'run-started' ? pinnedRunbook(directory, first) : undefined;
  if (!pinned?.ok) {
    const message = 'The pinned runbook cannot be read, so the history cannot be checked against it.';
    return [{verdict: 'DAMAGED', code: 'history/no-runbook', seq: null, message}];
  }
  const forest = compile(pinned.value.runbook);
  let position = beforeStart;
  for (const fact of facts) {
    const next = advance(forest, position, fact);
    if (next === position) {
      const message = `The runbook's machine does not allow ${fact.type} here.`;
      return [{verdict: 'DAMAGED', code: 'history/illegal', seq: fact.seq, message}];
    }
    position = next;
  }
  return [];
};
