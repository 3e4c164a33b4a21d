/** `lifeboat verify RUN`: the chain, the seal, the digests, and that the machine accepts the history. Fails closed. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {listed} from '../../diagnostics/nearest.ts';
import {parseAnchor} from '../../journal/head-note.ts';
import {readJournal} from '../../journal/read-journal.ts';
import type {RunDirectory} from '../../journal/run-directory.ts';
import {runEvidence} from '../../journal/run-evidence.ts';
import {type Verification, verifyRun} from '../../journal/verify.ts';
import {exitCodes} from '../exit-code.ts';
import {thisHost} from '../host.ts';
import {asTyped} from '../own-command.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {findRunHere, type StateOption} from '../state-place.ts';
import {checkVersions} from '../verify-amendments.ts';
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
  const chain = verifyRun(runEvidence(directory.value), anchor?.value);
  const legal: Legal = chain.ok ? withLegality(directory.value, chain) : chain;
  const verification = withApprovals(directory.value, legal);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(verification)}\n`);
  } else {
    print(directory.value, verification);
  }
  return verification.ok ? exitCodes.done.code : exitCodes.unverified.code;
};

/** A chain that is whole may still tell a story that the runbook's machine could not have lived. */
const withLegality = (directory: RunDirectory, chain: Verification): Legal => {
  const {problems, amendments} = checkVersions(directory);
  const legal: Legal = amendments.length === 0 ? chain : {...chain, amendments};
  return problems.length === 0
    ? legal
    : {...legal, ok: false, verdict: 'DAMAGED', problems: [...chain.problems, ...problems]};
};

type Legal = Verification & {readonly amendments?: ReturnType<typeof checkVersions>['amendments']};

type Verified = ReturnType<typeof withApprovals<Legal>>;

const print = (directory: RunDirectory, verification: Verified): void => {
  const {ok, verdict, anchored, entries, head, words, problems} = verification;
  const lines = [
    `${verdict}${anchored ? '' : '   UNANCHORED'}   ${directory.id}`,
    `${entries} facts, head ${head}`,
    `head in words: ${words}`,
    ...problems.map(
      ({code, seq, message}) => `${code}${seq === null ? '' : ` at fact ${seq}`}: ${asTyped(showForeignLine(message))}`,
    ),
    stateLine(verification),
    ...(verification.amendments ?? []).map(
      ({number, by, isProven}) =>
        `Amendment ${number} of its runbook was approved by ${showForeignLine(by)}, ${isProven ? 'proven by a signature' : 'by a typed name, which proves nothing'}.`,
    ),
    ...checkedLines(directory, verification),
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
  directory: RunDirectory,
  {ok, state, anchored, entries, files, approvals}: Verified,
): readonly string[] => {
  const scan = readJournal(directory.journal);
  const hosts = new Set(
    scan.ok ? scan.value.facts.flatMap(fact => (fact.type === 'session-opened' ? [fact.host] : [])) : [],
  );
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
