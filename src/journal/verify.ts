/** Judges the record of a run from its bytes alone, and fails closed: what cannot be shown to be whole is not ok. */
import type {Fact} from '../run/event.ts';
import type {Scan} from './chain.ts';
import {headOf, scan} from './chain.ts';
import {isKnown} from './envelope.ts';
import type {Finding, Verdict} from './finding.ts';
import {worst} from './finding.ts';
import type {Anchor} from './head-note.ts';
import {headWords} from './head-words.ts';
import type {Evidence} from './verify-files.ts';
import {checkFiles, namedFiles} from './verify-files.ts';
import {checkAnchor, checkHeadNote, checkSeals, isSealed} from './verify-head.ts';

/** What `lifeboat verify --json` prints. */
export type Verification = {
  readonly ok: boolean;
  /** `open`: more facts may follow. `ended`: it has ended and lacks its seal. Whether any of it verifies is another question. */
  readonly state: 'open' | 'ended' | 'sealed';
  readonly verdict: Verdict;
  /** Whether an anchor was given and the chain contains it. */
  readonly anchored: boolean;
  /** How many entries verify, from the first. */
  readonly entries: number;
  readonly head: string;
  readonly words: string;
  /** How many files are named in the journal, and were held against their digests. */
  readonly files: number;
  readonly problems: readonly {readonly code: string; readonly seq: number | null; readonly message: string}[];
};

/** Checks the chain, the seals, the anchor and every file that a fact names. Whether the history was legal is the machine's to say. */
export const verifyRun = (evidence: Evidence, anchor?: Anchor): Verification => {
  const found = scan(evidence.journal ?? new Uint8Array());
  const findings = [
    ...checkChain(found, evidence.journal === undefined),
    ...(evidence.missing ?? []).map(segmentMissing),
    ...checkHistory(found.facts),
    ...checkSeals(found),
    ...checkHeadNote(found, evidence.readFile('seals/head.note')),
    ...(anchor ? checkAnchor(found, anchor) : []),
    ...checkFiles(found.facts, evidence),
  ];
  const verdict = worst(findings);
  const head = headOf(found);
  return {
    ok: verdict === 'OK' || verdict === 'TORN',
    state: stateOf(found.facts),
    verdict,
    anchored: anchor !== undefined && anchor.entries <= head.entries && checkAnchor(found, anchor).length === 0,
    entries: head.entries,
    head: head.hash,
    words: headWords(head.hash),
    files: namedFiles(found.facts).length,
    problems: findings.map(({code, seq, message}) => ({code, seq, message})),
  };
};

const segmentMissing = (path: string): Finding => ({
  verdict: 'TRUNCATED',
  code: 'segment-missing',
  seq: null,
  message: `The journal goes on in ${path}, which cannot be read.`,
});

const stateOf = (facts: readonly Fact[]): Verification['state'] =>
  isSealed(facts) ? 'sealed' : facts.some(({type}) => type === 'run-ended') ? 'ended' : 'open';

const checkChain = ({facts, end}: Scan, isMissing: boolean): readonly Finding[] => {
  const seq = facts.length;
  const message = isMissing
    ? 'There is no journal, or it cannot be read: a link, no regular file, or too long.'
    : 'The journal holds no whole entry.';
  const empty: Finding = {verdict: 'TRUNCATED', code: 'empty', seq: null, message};
  switch (end.kind) {
    case 'whole':
      return seq === 0 ? [empty] : [];
    case 'torn': {
      const message = `The last ${end.bytes} bytes are what an interrupted write left: entry ${seq} ${end.problem.message}.`;
      return [{verdict: 'TORN', code: 'torn', seq, message}, ...(seq === 0 ? [empty] : [])];
    }
    case 'damaged': {
      const message = `Entry ${seq} ${end.problem.message}. It and the ${end.bytes} bytes from there on prove nothing.`;
      return [{verdict: 'DAMAGED', code: end.problem.code, seq, message}];
    }
  }
};

const checkHistory = (facts: readonly Fact[]): readonly Finding[] => {
  const findings: Finding[] = [];
  const add = (code: string, seq: number, message: string) => findings.push({verdict: 'DAMAGED', code, seq, message});
  if (facts[0] && facts[0].type !== 'run-started') {
    add('no-start', 0, `The first fact is "${facts[0].type}" and not the start of a run.`);
  }
  let session = 0;
  for (const fact of facts) {
    if (!isKnown(fact)) {
      add('unknown-type', fact.seq, `Entry ${fact.seq} is of a type "${fact.type}" that this version does not know.`);
    }
    if (fact.session !== session && fact.session !== session + 1) {
      add('session', fact.seq, `Entry ${fact.seq} is of session ${fact.session}, after one of session ${session}.`);
    }
    session = fact.session;
  }
  return findings;
};
