/** All that can be said of a record: its chain, its signatures, its files, and that the runbook's machine allows its history. */

import type {Anchor} from '../journal/anchor.ts';
import {readJournal} from '../journal/read-journal.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {runEvidence} from '../journal/run-evidence.ts';
import {type Verification, verifyRun} from '../journal/verify.ts';
import {advance} from '../machine/advance.ts';
import {compile} from '../machine/compile.ts';
import {beforeStart} from '../machine/position.ts';
import type {KnownKeys} from './known-keys.ts';
import {pinnedRunbook} from './pinned-runbook.ts';
import {withApprovals} from './verify-approvals.ts';

/** What the record is held against. */
export type Against = {
  readonly anchor?: Anchor | undefined;
  readonly known: KnownKeys;
  /** Somebody said whose signature they want: a record without one is then not good. */
  readonly mustBeSigned: boolean;
};

export type Verified = ReturnType<typeof withApprovals>;

/** Fails closed: what cannot be checked here is not good. */
export const verifyRecord = (directory: RunDirectory, {anchor, known, mustBeSigned}: Against): Verified => {
  const chain = verifyRun(runEvidence(directory), anchor, known.hosts);
  const signed = mustBeSigned && !chain.signed ? withProblem(chain, notSigned) : chain;
  const legal = chain.ok ? firstIllegal(directory) : undefined;
  return withApprovals(directory, legal ? withProblem(signed, legal) : signed);
};

type Problem = Verification['problems'][number];

const withProblem = (chain: Verification, problem: Problem): Verification => ({
  ...chain,
  ok: false,
  // What was rewritten is worse than this.
  verdict: chain.ok ? 'DAMAGED' : chain.verdict,
  problems: [...chain.problems, problem],
});

const notSigned: Problem = {
  code: 'not-signed',
  seq: null,
  message: 'The record is not signed in all its sessions, and with --trust it must be.',
};

/** A chain that is whole may still tell a story that the runbook's machine could not have lived. */
const firstIllegal = (directory: RunDirectory): Problem | undefined => {
  const scan = readJournal(directory.journal);
  const [first] = scan.ok ? scan.value.facts : [];
  const pinned = first?.type === 'run-started' ? pinnedRunbook(directory, first) : undefined;
  if (!pinned?.ok || !scan.ok) {
    return {
      code: 'history/no-runbook',
      seq: null,
      message: 'The pinned runbook cannot be read, so the history cannot be checked against it.',
    };
  }
  const forest = compile(pinned.value.runbook);
  let position = beforeStart;
  for (const fact of scan.value.facts) {
    const next = advance(forest, position, fact);
    if (next === position) {
      return {
        code: 'history/illegal',
        seq: fact.seq,
        message: `The runbook's machine does not allow ${fact.type} here.`,
      };
    }
    position = next;
  }
  return undefined;
};
