/** Holds the seals against the keys of their sessions, and those against the keys of hosts that somebody here knows. */
import type {Fact} from '../../run/event.ts';
import type {Scan} from '../chain.ts';
import {headNote} from '../head-note.ts';
import {sessionText} from '../signing/session-key.ts';
import {compactSignature, fingerprintOf} from '../signing/signature.ts';
import {isSignedBy, namespaces, rawSignature} from '../signing/sshsig.ts';
import type {Finding} from './finding.ts';

/** A host whose key vouches for sessions of the record; its name is what the record says of it. */
export type Signer = {readonly key: string; readonly host: string; readonly known: boolean};

export type Signatures = {
  /** Every session of the record has a key that a host vouches for. */
  readonly signed: boolean;
  readonly signers: readonly Signer[];
  /** How many entries the last signed seal covers, itself included. */
  readonly sealedEntries: number;
  /** The key of the session that wrote last; nothing where that one has none. */
  readonly lastKey: string | undefined;
  readonly findings: readonly Finding[];
};

type Opened = Extract<Fact, {type: 'session-opened'}>;
type Sealed = Extract<Fact, {type: 'sealed'}>;

/** `known` are public keys of hosts, without comments. A record of before there were keys has no finding and is not signed. */
export const checkSignatures = ({facts}: Pick<Scan, 'facts'>, known: readonly string[]): Signatures => {
  const opened = facts.filter((fact): fact is Opened => fact.type === 'session-opened');
  const seals = facts.filter((fact): fact is Sealed => fact.type === 'sealed');
  const run = facts[0]?.type === 'run-started' ? facts[0].run : '';
  const signers = signersOf(opened, known);
  const lastSession = facts.at(-1)?.session;
  return {
    signed: opened.length > 0 && opened.every(({key}) => key !== undefined),
    signers: signers.map(({key, ...signer}) => ({key: fingerprintOf(key), ...signer})),
    sealedEntries: (seals.findLast(({signature}) => signature !== undefined)?.seq ?? -1) + 1,
    lastKey: opened.find(({session}) => session === lastSession)?.key,
    findings: [
      ...opened.flatMap(fact => checkVoucher(fact, run)),
      ...checkSessions(facts, opened),
      ...seals.flatMap((seal, place) => checkSeal(seal, {run, opened, before: seals[place - 1]})),
      ...signers.flatMap(({key, host, known}) => (known ? [] : [unknownKey(key, host)])),
    ],
  };
};

const signersOf = (opened: readonly Opened[], known: readonly string[]): readonly Signer[] => {
  const hosts = new Map(
    opened.flatMap(({hostKey, host}) => (typeof hostKey === 'string' ? [[hostKey, String(host)] as const] : [])),
  );
  return [...hosts].map(([key, host]) => ({key, host, known: known.includes(key)}));
};

const unknownKey = (key: string, host: string): Finding => ({
  verdict: 'DAMAGED',
  code: 'unknown-key',
  seq: null,
  message: `It is signed by ${fingerprintOf(key)}, said to be the key of ${host}, and nobody here knows that key: name it in the plan (hosts), or give that host's keys/host.pub with --trust FILE.`,
});

/** Nobody but the host may say which key a session has. */
const checkVoucher = ({seq, session, key, hostKey, keySignature}: Opened, run: string): readonly Finding[] => {
  if (key === undefined && hostKey === undefined && keySignature === undefined) {
    return [];
  }
  const isVouchedFor =
    key !== undefined &&
    hostKey !== undefined &&
    keySignature !== undefined &&
    isSignedBy({
      key: hostKey,
      namespace: namespaces.session,
      message: sessionText(run, session, key),
      signature: keySignature,
    });
  return isVouchedFor
    ? []
    : [rewritten('session-key', seq, `The key of session ${session} in entry ${seq} is not vouched for by its host.`)];
};

/** What may stand before a session names its key: a crash can come in between. */
const mayComeFirst: ReadonlySet<string> = new Set<Fact['type']>(['run-started', 'tail-removed', 'session-opened']);

/** From the first session with a key on, every session opens once, with a key, before it says anything. */
const checkSessions = (facts: readonly Fact[], opened: readonly Opened[]): readonly Finding[] => {
  const first = opened.find(({key}) => key !== undefined);
  if (!first) {
    return [];
  }
  const openings = new Map<number, Opened>();
  const told = new Set<number>();
  const findings: Finding[] = [];
  const add = (fact: Fact, message: string): void => {
    if (!told.has(fact.session)) {
      told.add(fact.session);
      findings.push(rewritten('session-key', fact.seq, message));
    }
  };
  for (const fact of facts.filter(({session}) => session >= first.session)) {
    if (fact.type === 'session-opened') {
      if (openings.has(fact.session)) {
        add(fact, `Session ${fact.session} is opened a second time in entry ${fact.seq}.`);
      } else if (fact.key === undefined) {
        add(fact, `Session ${fact.session} has no key, and one before it has: it was written by somebody else.`);
      }
      openings.set(fact.session, openings.get(fact.session) ?? fact);
    } else if (!(openings.has(fact.session) || mayComeFirst.has(fact.type))) {
      add(fact, `Entry ${fact.seq} is of session ${fact.session}, which has not named its key.`);
    }
  }
  return findings;
};

/** The note beside a sealed record is signed by the session that sealed it. Without its signature it is only the note of before. */
export const checkNoteSignature = (
  files: {readonly note: Uint8Array | undefined; readonly signature: Uint8Array | undefined},
  {lastKey}: Signatures,
): readonly Finding[] => {
  if (!files.signature) {
    return [];
  }
  const compact = compactSignature(Buffer.from(files.signature).toString('utf8'));
  const signature = compact === undefined ? undefined : rawSignature(compact);
  const message = Buffer.from(files.note ?? '').toString('utf8');
  const isGood =
    lastKey !== undefined &&
    signature !== undefined &&
    isSignedBy({key: lastKey, namespace: namespaces.seal, message, signature});
  return isGood
    ? []
    : [
        {
          verdict: 'DAMAGED',
          code: 'seal-signature',
          seq: null,
          message: 'seals/head.note.sig is no signature of seals/head.note by the session that wrote last.',
        },
      ];
};

type Around = {readonly run: string; readonly opened: readonly Opened[]; readonly before: Sealed | undefined};

/** A seal of old must not be made anew with a later key (CVE-2023-31439): the key is that of the session it stands in. */
const checkSeal = (seal: Sealed, {run, opened, before}: Around): readonly Finding[] => {
  const {seq, session, head, entries, signature} = seal;
  const key = opened.find(fact => fact.session === session && fact.seq < seq)?.key;
  if (before && before.session === session && seal.monoUs <= before.monoUs) {
    return [rewritten('seal', seq, `The seal in entry ${seq} is not later than the one in entry ${before.seq}.`)];
  }
  if (key === undefined) {
    const message = `The seal in entry ${seq} is signed, and its session has no key.`;
    return signature === undefined ? [] : [rewritten('seal-signature', seq, message)];
  }
  const isGood =
    signature !== undefined &&
    /^[0-9a-f]{64}$/.test(head) &&
    isSignedBy({key, namespace: namespaces.seal, message: headNote(run, {entries, hash: head}), signature});
  const message = `The seal in entry ${seq} is not signed by the key that session ${session} opened with.`;
  return isGood ? [] : [rewritten('seal-signature', seq, message)];
};

const rewritten = (code: string, seq: number, message: string): Finding => ({
  verdict: 'REWRITTEN',
  code,
  seq,
  message,
});
