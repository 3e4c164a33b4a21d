/** Signed journals for tests: sessions with real keys, and ways to tell the story anew for somebody who has none of them. */
import {canonicalJson} from '../../src/base/canonical-json.ts';
import {emptyHead, link} from '../../src/journal/chain.ts';
import {writeLine} from '../../src/journal/entry.ts';
import type {Draft} from '../../src/journal/journal.ts';
import {openSessionKey, type SessionKey} from '../../src/journal/signing/session-key.ts';
import {freshKey} from '../../src/journal/signing/signing-key.ts';
import {checkSignatures, type Signatures} from '../../src/journal/verify/verify-signatures.ts';
import type {Fact, FactBody} from '../../src/run/event.ts';
import {runStarted, sessionOpened} from './journals.ts';

export const run = '20261123t001957z-accidental-deletion-k7q2xw';

/** The key of the host that writes the journals here. */
export const host = freshKey();

export const opened = (key?: SessionKey): Draft => sessionOpened(key?.voucher);

/** Something to record, or the seal of all before it. */
export type Entry = Draft | 'seal' | 'unsigned seal';

export type KeyOf = (session: number) => SessionKey | undefined;

const ownKey: KeyOf = session => openSessionKey(run, session, host);

/** The facts of sessions one after another, each with its own key, or without one. */
export const signedFacts = (sessions: readonly (readonly Entry[])[], keyOf: KeyOf = ownKey): readonly Fact[] => {
  const facts: Fact[] = [];
  let head = emptyHead;
  for (const [place, entries] of sessions.entries()) {
    const key = keyOf(place + 1);
    for (const entry of [...(place === 0 ? [runStarted()] : []), opened(key), ...entries]) {
      const signature = entry === 'seal' && key ? {signature: key.seal(head)} : {};
      const body: FactBody =
        typeof entry === 'string' ? {type: 'sealed', head: head.hash, entries: head.entries, ...signature} : entry.body;
      const fact = factAt(head.entries, place + 1, body);
      facts.push(fact);
      head = {entries: head.entries + 1, hash: link(head.hash, canonicalJson(fact))};
    }
  }
  return facts;
};

const factAt = (seq: number, session: number, body: FactBody): Fact => ({
  ...body,
  seq,
  sync: seq - 1,
  session,
  at: new Date(Date.UTC(2026, 10, 23, 0, 19, 57, seq)).toISOString(),
  monoUs: seq * 1_000,
  actor: {name: 'ana', via: 'screen'},
});

/** The facts as a journal whose chain is whole, whatever was changed in them: seals keep the heads that they had. */
export const chained = (facts: readonly Fact[]): Buffer => {
  let previous = emptyHead.hash;
  const lines = facts.map(fact => {
    const text = canonicalJson(fact);
    previous = link(previous, text);
    return writeLine(previous, text);
  });
  return Buffer.from(lines.join(''));
};

/** What is found of the signatures; the host is known unless it is said otherwise. */
export const judged = (facts: readonly Fact[], known: readonly string[] = [host.key]): Signatures =>
  checkSignatures({facts}, known);

/** The codes of what is found, each with the entry that it is about. */
export const found = (facts: readonly Fact[], known?: readonly string[]): readonly string[] =>
  judged(facts, known).findings.map(({code, seq}) => `${code}${seq === null ? '' : ` at ${seq}`}`);
