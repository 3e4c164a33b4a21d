/** Who signed a record, how far, and every way in which a signed record can be told anew without the keys. */
import {expect, test} from 'vitest';
import {openSessionKey} from '../../../../src/journal/signing/session-key.ts';
import {fingerprintOf} from '../../../../src/journal/signing/signature.ts';
import {freshKey} from '../../../../src/journal/signing/signing-key.ts';
import {checkNoteSignature} from '../../../../src/journal/verify/verify-signatures.ts';
import type {Fact} from '../../../../src/run/event.ts';
import {draft, note} from '../../../support/journals.ts';
import {found, host, judged, opened, run, signedFacts} from '../../../support/signed-journals.ts';

const ended = draft({type: 'run-ended', outcome: 'recovered'});

/** Two sessions, three seals: entries 3, 7 and 9. */
const story = (): readonly Fact[] =>
  signedFacts([
    [note('one'), 'seal', note('two')],
    [note('three'), 'seal', ended, 'seal'],
  ]);

/** The same with one fact changed. */
const changed = (seq: number, change: object): readonly Fact[] =>
  story().map(fact => (fact.seq === seq ? ({...fact, ...change} as Fact) : fact));

test('a record whose seals are all signed by their sessions is signed to its end', () => {
  expect(judged(story())).toMatchObject({
    signed: true,
    signers: [{key: fingerprintOf(host.key), host: 'ops-1', known: true}],
    sealedEntries: 10,
    findings: [],
  });
});

test('of an open record it is known how far it is signed', () => {
  expect(judged(signedFacts([[note('one'), 'seal', note('two')]]))).toMatchObject({
    signed: true,
    sealedEntries: 4,
    findings: [],
  });
});

test('a record of before there were keys is not signed, and that is no finding', () => {
  const unsigned = signedFacts([[note('one'), ended, 'unsigned seal']], () => undefined);
  expect(judged(unsigned)).toMatchObject({signed: false, signers: [], sealedEntries: 0, findings: []});
});

test('a run that began before there were keys may be gone on with under one', () => {
  const later = signedFacts([[note('one')], [note('two'), 'seal']], session =>
    session === 1 ? undefined : openSessionKey(run, session, host),
  );
  expect(judged(later)).toMatchObject({signed: false, signers: [{host: 'ops-1'}], findings: []});
});

test('a host that nobody here knows makes it not good, whatever fits', () => {
  expect(found(story(), [freshKey().key])).toEqual(['unknown-key']);
  expect(found(story(), [])).toEqual(['unknown-key']);
});

const otherKey = openSessionKey(run, 1, freshKey());
const signatureOf = (seq: number): object => {
  const fact = story().find(one => one.seq === seq);
  return fact?.type === 'sealed' && fact.signature !== undefined ? {signature: fact.signature} : {};
};

test.each<readonly [string, readonly Fact[], readonly string[]]>([
  ['a seal over another head', changed(3, {head: '7'.repeat(64)}), ['seal-signature at 3']],
  ['a seal over another number', changed(3, {entries: 2}), ['seal-signature at 3']],
  ['a seal without its signature', changed(3, {signature: undefined}), ['seal-signature at 3']],
  ['a seal with the signature of another', changed(7, signatureOf(3)), ['seal-signature at 7']],
  ['a seal with a signature that is a number', changed(7, {signature: 7}), ['seal-signature at 7']],
  ['a seal that is not later than the one before', changed(9, {monoUs: 7_000}), ['seal at 9']],
  [
    'a session with the key of somebody else',
    changed(1, {key: otherKey.voucher.key}),
    ['session-key at 1', 'seal-signature at 3'],
  ],
  [
    'a voucher of another session',
    changed(5, {...openSessionKey(run, 3, host).voucher}),
    ['session-key at 5', 'seal-signature at 7', 'seal-signature at 9'],
  ],
  [
    'a voucher of another run',
    changed(1, {...openSessionKey('another', 1, host).voucher}),
    ['session-key at 1', 'seal-signature at 3'],
  ],
  ['a key without its voucher', changed(1, {keySignature: undefined}), ['session-key at 1']],
  ['a key that is a number', changed(1, {key: 7}), ['session-key at 1', 'seal-signature at 3']],
  [
    'a later session without a key',
    changed(5, {key: undefined, hostKey: undefined, keySignature: undefined}),
    ['session-key at 5', 'seal-signature at 7', 'seal-signature at 9'],
  ],
])('%s is found', (_what, facts, codes) => {
  expect(found(facts)).toEqual(codes);
});

test('a seal of old that was made anew with the key of a later session is found (CVE-2023-31439)', () => {
  const later = openSessionKey(run, 2, host);
  const facts = signedFacts([[note('one'), 'seal'], [note('two')]], session =>
    session === 2 ? later : openSessionKey(run, 1, host),
  );
  const anew = facts.map(fact =>
    fact.type === 'sealed'
      ? {...fact, head: '7'.repeat(64), signature: later.seal({entries: fact.entries, hash: '7'.repeat(64)})}
      : fact,
  );
  expect(found(anew)).toEqual(['seal-signature at 3']);
});

test('a session that opens twice, with another key the second time, is found', () => {
  const facts = signedFacts([[note('one'), opened(openSessionKey(run, 1, host)), note('two')]]);
  expect(found(facts)).toEqual(['session-key at 3']);
});

test('what is said in the name of a session that never opened is found, and what a crash leaves is not', () => {
  const goesOn = (body: Fact['type'] extends string ? object : never): readonly Fact[] => {
    const facts = signedFacts([[note('one'), 'seal']]);
    return [...facts, {...facts[2], seq: 4, sync: 3, session: 2, ...body} as Fact];
  };
  expect(found(goesOn({}))).toEqual(['session-key at 4']);
  expect(
    found(goesOn({type: 'tail-removed', offset: 1, bytes: 2, sha256: '0'.repeat(64), file: 'journal.torn-1'})),
  ).toEqual([]);
});

test('a signed seal in a session without a key is found', () => {
  const facts = signedFacts([[note('one'), 'unsigned seal']], () => undefined);
  expect(
    found(
      facts.map(fact =>
        fact.type === 'sealed' ? {...fact, signature: otherKey.seal({entries: 3, hash: fact.head})} : fact,
      ),
    ),
  ).toEqual(['seal-signature at 3']);
});

test('the note beside a record is signed by the session that wrote last, or not at all', () => {
  const key = openSessionKey(run, 1, host);
  const head = {entries: 5, hash: 'ab'.repeat(32)};
  const signatures = judged(signedFacts([[note('one'), ended, 'seal']], () => key));
  const text = `lifeboat/${run}\n5\n${Buffer.from(head.hash, 'hex').toString('base64')}\n`;
  const check = (note: string, signature: string | undefined) =>
    checkNoteSignature(
      {note: Buffer.from(note), signature: signature === undefined ? undefined : Buffer.from(signature)},
      signatures,
    ).map(({code}) => code);

  expect(check(text, key.noteSignature(head))).toEqual([]);
  expect(check(text, undefined)).toEqual([]);
  expect(check(text.replace('\n5\n', '\n4\n'), key.noteSignature(head))).toEqual(['seal-signature']);
  expect(check(text, otherKey.noteSignature(head))).toEqual(['seal-signature']);
  expect(check(text, 'hello')).toEqual(['seal-signature']);
});
