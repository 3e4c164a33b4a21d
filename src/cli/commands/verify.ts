/** `lifeboat verify RUN`: the chain, the seal, the digests, and that the machine accepts the history. Fails closed. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {listed} from '../../diagnostics/nearest.ts';
import {parseAnchor} from '../../journal/head-note.ts';
import type {RunDirectory} from '../../journal/run-directory.ts';
import {runEvidence} from '../../journal/run-evidence.ts';
import {scanOf, type Verification, verifyRun} from '../../journal/verify.ts';
import {advance} from '../../machine/advance.ts';
import {compile} from '../../machine/compile.ts';
import {beforeStart} from '../../machine/position.ts';
import type {Fact} from '../../run/event.ts';
import {exitCodes} from '../exit-code.ts';
import {thisHost} from '../host.ts';
import {asTyped} from '../own-command.ts';
import {pinnedRunbook} from '../pinned-runbook.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {findRunHere, type StateOption} from '../state-place.ts';
import {withApprovals} from '../verify-approvals.ts';

export type VerifyOptions = StateOption & {readonly json?: boolean; readonly anchor?: string};

export const verifyCommand = (wanted: string, options: VerifyOptions): number => {
  const directory = findRunHere(options, wanted);
  if (!directory.ok) {
    return printRefusal(directory.reason);
  }
  const anchor = options.anchor === undefined ? undefined : parseAnchor(options.anchor);
  if (anchor && !anchor.ok) {
    return printRefusal(refuse('usage', anchor.reason).reason);
  }
  const evidence = runEvidence(directory.value);
  const found = scanOf(evidence);
  const chain = verifyRun(evidence, anchor?.value, found);
  const verification = withApprovals(found, chain.ok ? withLegality(directory.value, found.facts, chain) : chain);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(verification)}\n`);
  } else {
    print(directory.value, found.facts, verification);
  }
  return verification.ok ? exitCodes.done.code : exitCodes.unverified.code;
};

/** A chain that is whole may still tell a story that the runbook's machine could not have lived. */
const withLegality = (directory: RunDirectory, facts: readonly Fact[], chain: Verification): Verification => {
  const illegal = firstIllegal(directory, facts);
  if (illegal === undefined) {
    return chain;
  }
  return {...chain, ok: false, verdict: 'DAMAGED', problems: [...chain.problems, illegal]};
};

type Problem = Verification['problems'][number];

const firstIllegal = (directory: RunDirectory, facts: readonly Fact[]): Problem | undefined => {
  const [first] = facts;
  const pinned = first?.type === 'run-started' ? pinnedRunbook(directory, first) : undefined;
  if (!pinned?.ok) {
    return {
      code: 'history/no-runbook',
      seq: null,
      message: 'The pinned runbook cannot be read, so the history cannot be checked against it.',
    };
  }
  const forest = compile(pinned.value.runbook);
  let position = beforeStart;
  for (const fact of facts) {
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

type Verified = ReturnType<typeof withApprovals>;

const print = (directory: RunDirectory, facts: readonly Fact[], verification: Verified): void => {
  const {ok, verdict, anchored, entries, head, words, problems} = verification;
  const lines = [
    `${verdict}${anchored ? '' : '   UNANCHORED'}   ${directory.id}`,
    `${entries} facts, head ${head}`,
    `head in words: ${words}`,
    ...problems.map(
      ({code, seq, message}) => `${code}${seq === null ? '' : ` at fact ${seq}`}: ${asTyped(showForeignLine(message))}`,
    ),
    stateLine(verification),
    ...checkedLines(facts, verification),
    ...(ok && !anchored
      ? [
          'The chain is whole. Nothing outside this directory vouches for it: compare the words with those that were read out or posted, or give --anchor N:HEAD.',
        ]
      : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const stateLine = ({state}: Verification): string => {
  switch (state) {
    case 'open':
      return 'The run is OPEN: it has not ended, so it has no seal yet and more may follow. Whether facts were cut off its end, only an anchor can tell.';
    case 'ended':
      return 'The run has ended and is NOT SEALED.';
    case 'sealed':
      return 'The run has ended and is sealed: nothing may follow.';
  }
};

/** What was looked at, and on which hosts the record was written and read. */
const checkedLines = (
  facts: readonly Fact[],
  {ok, state, anchored, entries, files, approvals}: Verified,
): readonly string[] => {
  const hosts = new Set(facts.flatMap(fact => (fact.type === 'session-opened' ? [fact.host] : [])));
  const parts = [
    `the chain of ${entries} facts`,
    ...(state === 'open' ? [] : ['the seal']),
    `${files} files by their digests`,
    ...(ok ? ["that the runbook's machine allows this history"] : []),
    ...(approvals > 0 ? [`the signatures of ${approvals} approvals`] : []),
    ...(anchored ? ['the anchor'] : []),
  ];
  return [
    `Checked: ${listed(parts)}. The record itself is not signed; this version does not do that.`,
    ...(hosts.size > 0
      ? [`Recorded on ${showForeignLine(listed([...hosts]))}, checked on ${showForeignLine(thisHost().host)}.`]
      : []),
  ];
};
