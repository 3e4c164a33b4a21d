/** `lifeboat verify RUN`: the chain, the seals and their signatures, the digests, and that the machine accepts the history. */

import {showForeignLine} from '../../base/foreign-text.ts';
import {printedJson} from '../../base/printed-json.ts';
import {listed} from '../../diagnostics/nearest.ts';
import {parseAnchor} from '../../journal/anchor.ts';
import {headWords} from '../../journal/head-words.ts';
import type {RunDirectory} from '../../journal/run-directory.ts';
import type {Fact} from '../../run/event.ts';
import {exitCodes} from '../exit-code.ts';
import {thisHost} from '../host.ts';
import {knownKeys} from '../known-keys.ts';
import {asTyped} from '../own-command.ts';
import {printLines} from '../print-lines.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {findRunHere, type StateOption, statePath} from '../state-place.ts';
import {type Verified, verifyRecord} from '../verify-record.ts';

export type VerifyOptions = StateOption & {
  readonly json?: boolean;
  readonly anchor?: string;
  readonly trust?: string;
  /** How many; `4`, `12`, `16` or `20`. */
  readonly words: string;
};

export const verifyCommand = (wanted: string, options: VerifyOptions): number => {
  const state = statePath(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  const directory = findRunHere(options, wanted);
  if (!directory.ok) {
    return printRefusal(directory.reason);
  }
  const anchor = options.anchor === undefined ? undefined : parseAnchor(options.anchor);
  if (anchor && !anchor.ok) {
    return printRefusal(refuse('usage', anchor.reason).reason);
  }
  const known = knownKeys(state.value, options.trust);
  if (!known.ok) {
    return printRefusal(known.reason);
  }
  const record = verifyRecord(directory.value, {
    anchor: anchor?.value,
    known: known.value,
    mustBeSigned: options.trust !== undefined,
  });
  const verified = {...record.verified, words: headWords(record.verified.head, Number(options.words))};
  if (options.json) {
    process.stdout.write(`${printedJson(verified)}\n`);
  } else {
    print(directory.value, record.facts, verified);
  }
  return verified.ok ? exitCodes.done.code : exitCodes.unverified.code;
};

const print = (directory: RunDirectory, facts: readonly Fact[], verified: Verified): void => {
  const {ok, verdict, anchored, entries, head, words, problems} = verified;
  const lines = [
    `${verdict}${anchored ? '' : '   UNANCHORED'}   ${directory.id}`,
    `${entries} facts, head ${head}`,
    `head in words: ${words}`,
    ...signedLines(verified),
    ...verified.operators.map(operator => operatorLine(operator, entries)),
    ...problems.map(
      ({code, seq, message}) => `${code}${seq === null ? '' : ` at fact ${seq}`}: ${asTyped(showForeignLine(message))}`,
    ),
    stateLine(verified),
    ...(verified.amendments ?? []).map(
      ({number, by, isProven}) =>
        `Amendment ${number} of its runbook was approved by ${showForeignLine(by)}, ${isProven ? 'proven by a signature' : 'by a typed name, which proves nothing'}.`,
    ),
    ...checkedLines(facts, verified),
    ...(ok && !anchored
      ? [
          'The chain is whole. Nothing outside this host vouches for it: compare the words with those that were read out or posted, or give --anchor N:HEAD.',
        ]
      : []),
  ];
  printLines(lines);
};

const signedLines = ({ok, signed, signers, sealedEntries, entries}: Verified): readonly string[] => {
  if (signers.length === 0) {
    return ['NOT SIGNED: a version without keys recorded it, or its signatures were taken away.'];
  }
  const by = signers.map(
    ({key, host, known}) => `${showForeignLine(key)} of host ${showForeignLine(host)}${known ? '' : ' (UNKNOWN)'}`,
  );
  const howFar =
    sealedEntries === entries
      ? ''
      : `, up to fact ${sealedEntries} of ${entries}${ok ? ': what follows it will be sealed when the run goes on' : ''}`;
  return [`${signed ? 'signed' : 'SIGNED IN PART'} by ${listed(by)}${howFar}`];
};

const operatorLine = ({name, key, entries}: Verified['operators'][number], all: number): string =>
  `head of ${entries === all ? 'all' : `the first ${entries}`} facts signed by ${name === null ? `${key}, a key that the plan does not name` : `${showForeignLine(name)}, ${key}`}`;

const stateLine = ({ok, state}: Verified): string => {
  switch (state) {
    case 'open':
      return ok ? openLine : 'Whether the run has ended is not known: the facts that can be read hold no end of it.';
    case 'ended':
      return 'The run has ended and is NOT SEALED.';
    case 'sealed':
      return 'The run has ended and is sealed: nothing may follow.';
  }
};

const openLine =
  'The run is OPEN: it has not ended, so its last seal is not set yet and more may follow. Whether facts were cut off its end, only an anchor can tell.';

/** What was looked at, and on which hosts the record was written and read. */
const checkedLines = (
  facts: readonly Fact[],
  {ok, state, anchored, entries, files, approvals, signers}: Verified,
): readonly string[] => {
  const hosts = new Set(facts.flatMap(fact => (fact.type === 'session-opened' ? [fact.host] : [])));
  const parts = [
    `the chain of ${entries} facts`,
    ...(state === 'open' ? [] : ['the seal']),
    ...(signers.length === 0 ? [] : ['the signatures of its seals']),
    `${files} files by their digests`,
    ...(ok ? ["that the runbook's machine allows this history"] : []),
    ...(ok && facts.some(({type}) => type === 'injects-opened')
      ? ['that the injects are those that were sealed before it began']
      : []),
    ...(approvals > 0 ? [`the signatures of ${approvals} approvals`] : []),
    ...(anchored ? ['the anchor'] : []),
  ];
  return [
    `Checked: ${listed(parts)}.`,
    ...(hosts.size > 0
      ? [`Recorded on ${showForeignLine(listed([...hosts]))}, checked on ${showForeignLine(thisHost().host)}.`]
      : []),
  ];
};
