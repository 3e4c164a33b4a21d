/** Judges the record of a run from its bytes alone, and fails closed: what cannot be shown to be whole is not ok. */
import type {Fact} from '../../run/event.ts';
import type {Anchor} from '../anchor.ts';
import type {Scan} from '../chain.ts';
import {headOf, scan} from '../chain.ts';
import {isKnown} from '../envelope.ts';
import {headWords} from '../head-words.ts';
import type {Finding, Verdict} from './finding.ts';
import {worst} from './finding.ts';
import type {Evidence} from './verify-files.ts';
import {checkFiles, namedFiles} from './verify-files.ts';
import {checkAnchor, checkHeadNote, checkSeals, isSealed} from './verify-head.ts';
import {checkInjects} from './verify-injects.ts';
import {checkNoteSignature, checkSignatures, type Signatures, type Signer} from './verify-signatures.ts';

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
  /** Whether every session of it has a key that its host vouches for. A record of before there were keys is not signed. */
  readonly signed: boolean;
  /** The hosts whose keys vouch for its sessions, and whether somebody here knows the key. */
  readonly signers: readonly Signer[];
  /** How many entries a signed seal covers. */
  readonly sealedEntries: number;
  /** How many files are named in the journal, and were held against their digests. */
  readonly files: number;
  readonly problems: readonly {readonly code: string; readonly seq: number | null; readonly message: string}[];
};

/** The chain as it stands in the evidence: walked once, for everybody who judges the run. */
export const scanOf = (evidence: Evidence): Scan => scan(evidence.journal ?? new Uint8Array());

/** What a record is held against: an anchor, the public keys of the hosts that somebody here knows, and the chain if it was walked already. */
export type Held = {
  readonly anchor?: Anchor | undefined;
  readonly known?: readonly string[];
  readonly found?: Scan;
};

/** Checks the chain, the seals, the anchor and every file that a fact names. Whether the history was legal is the machine's to say. */
export const verifyRun = (
  evidence: Evidence,
  {anchor, known = [], found = scanOf(evidence)}: Held = {},
): Verification => {
  const signatures = guarded(() => checkSignatures(found, known), unreadable);
  const note = evidence.readFile('seals/head.note');
  const findings = [
    ...checkChain(found, evidence.journal === undefined),
    ...(evidence.missing ?? []).map(segmentMissing),
    ...checkHistory(found.facts),
    ...checkSeals(found),
    ...signatures.findings,
    ...checkHeadNote(found, note),
    // Of a record whose end is missing, who sealed it is missing too.
    ...(isSealed(found.facts)
      ? checkNoteSignature({note, signature: evidence.readFile('seals/head.note.sig')}, signatures)
      : []),
    ...(anchor ? checkAnchor(found, anchor) : []),
    ...guarded(() => checkFiles(found.facts, evidence), [oddFact]),
    ...guarded(() => checkInjects(found.facts, evidence), [oddFact]),
  ];
  const verdict = worst(findings);
  const head = headOf(found);
  return {
    ok: isGood(verdict),
    state: stateOf(found.facts),
    verdict,
    anchored: anchor !== undefined && anchor.entries <= head.entries && checkAnchor(found, anchor).length === 0,
    entries: head.entries,
    head: head.hash,
    words: headWords(head.hash),
    signed: signatures.signed,
    signers: signatures.signers,
    sealedEntries: signatures.sealedEntries,
    files: guarded(() => namedFiles(found.facts), []).length,
    problems: findings.map(problemOf),
  };
};

/** The chain vouches for bytes. What a fact holds may be of any type, and must not stop who judges it. */
export const guarded = <Judged>(judge: () => Judged, otherwise: Judged): Judged => {
  try {
    return judge();
  } catch {
    return otherwise;
  }
};

/** That a fact is of another form than its type. */
export const oddFact: Finding = {
  verdict: 'DAMAGED',
  code: 'odd-fact',
  seq: null,
  message: 'A fact does not have the form that facts of its type have: no version of this program wrote it.',
};

const unreadable: Signatures = {signed: false, signers: [], sealedEntries: 0, lastKey: undefined, findings: [oddFact]};

/** The same with more that was found, by whoever can look farther than the bytes. */
export const withFindings = <Judged extends Verification>(judged: Judged, findings: readonly Finding[]): Judged => {
  const before: Finding = {verdict: judged.verdict, code: '', seq: null, message: ''};
  const verdict = worst([before, ...findings]);
  return {...judged, ok: isGood(verdict), verdict, problems: [...judged.problems, ...findings.map(problemOf)]};
};

const isGood = (verdict: Verdict): boolean => verdict === 'OK' || verdict === 'TORN';

const problemOf = ({code, seq, message}: Finding): Verification['problems'][number] => ({code, seq, message});
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
