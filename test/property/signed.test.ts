/** Whoever tells a signed record anew without its keys is found, however well the chain and the heads fit again. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {canonicalJson, type Json} from '../../src/base/canonical-json.ts';
import {emptyHead, link, scan} from '../../src/journal/chain.ts';
import {writeLine} from '../../src/journal/entry.ts';
import {runDirectory} from '../../src/journal/run-directory.ts';
import {hostPublicKey} from '../../src/journal/signing/host-key.ts';
import {openSessionKey} from '../../src/journal/signing/session-key.ts';
import {freshKey} from '../../src/journal/signing/signing-key.ts';
import {runEvidence} from '../../src/journal/verify/run-evidence.ts';
import {verifyRun} from '../../src/journal/verify/verify.ts';
import type {Fact} from '../../src/run/event.ts';

const state = join(import.meta.dirname, '../fixtures/journals/signed');
const [id = ''] = readdirSync(join(state, 'runs'));
const run = runDirectory(state, id);
const {facts} = scan(readFileSync(run.journal));
const known = [hostPublicKey(state) ?? ''];

/** The facts as a journal whose chain fits, and whose seals repeat the heads that are before them now. */
const toldAnew = (told: readonly Fact[], sign: (fact: Fact, head: string) => object = () => ({})): Buffer => {
  let previous = emptyHead.hash;
  let sync = -1;
  const lines = told.map((fact, seq) => {
    const head = previous;
    sync = Math.max(sync, Math.min(fact.sync, seq - 1));
    const whole = {
      ...fact,
      seq,
      sync,
      ...(fact.type === 'sealed' && {head, entries: seq, ...sign(fact, head)}),
    };
    const text = canonicalJson(whole as Fact);
    previous = link(previous, text);
    return writeLine(previous, text);
  });
  return Buffer.from(lines.join(''));
};

/** The verdict of nothing but journal and keys: the note beside it would betray more. */
const judge = (journal: Buffer) =>
  verifyRun(
    {
      ...runEvidence(run),
      journal,
      readFile: file => (file.startsWith('seals/') ? undefined : runEvidence(run).readFile(file)),
    },
    {known},
  );

const codesOf = (journal: Buffer): readonly string[] =>
  judge(journal)
    .problems.map(({code}) => code)
    .filter(code => code !== 'head-note');

const lastSeal = facts.length - 1;

/** A fact that a seal covers, and something else in the place of one of its texts or numbers. */
const changed = fc
  .tuple(fc.nat(lastSeal - 1), fc.nat(), fc.oneof(fc.string({minLength: 1}), fc.nat()))
  .map(([seq, place, value]) => {
    const fact = facts[seq] as Fact;
    const names = Object.keys(fact).filter(
      name => !['seq', 'sync', 'session', 'type', 'head', 'entries'].includes(name),
    );
    const name = names[place % names.length] ?? 'text';
    return facts.with(seq, {...fact, [name]: value as Json} as Fact);
  })
  .filter(told => canonicalJson(told as unknown as Json) !== canonicalJson(facts as unknown as Json));

test('the record itself is whole when it is told again as it was', () => {
  expect(codesOf(toldAnew(facts))).toEqual([]);
});

test('a changed fact is found by the seals behind it', () => {
  fc.assert(
    fc.property(changed, told => {
      expect(codesOf(toldAnew(told))).not.toEqual([]);
    }),
  );
});

test('a fact that was taken out, put in or moved is found by the seals behind it', () => {
  fc.assert(
    fc.property(fc.nat(lastSeal - 1), fc.nat(lastSeal - 1), fc.constantFrom('out', 'in', 'moved'), (from, to, how) => {
      const fact = facts[from] as Fact;
      const without = facts.toSpliced(from, 1);
      const told =
        how === 'out' ? without : how === 'in' ? facts.toSpliced(to, 0, fact) : without.toSpliced(to, 0, fact);
      fc.pre(canonicalJson(told as unknown as Json) !== canonicalJson(facts as unknown as Json));
      expect(codesOf(toldAnew(told))).not.toEqual([]);
    }),
  );
});

test('keys of their own, vouched for by a host of their own, do not help', () => {
  const mallory = freshKey();
  const keys = new Map([1, 2].map(session => [session, openSessionKey(id, session, mallory)]));
  const told = facts.map(fact =>
    fact.type === 'session-opened' ? ({...fact, ...keys.get(fact.session)?.voucher} as Fact) : fact,
  );
  const journal = toldAnew(told, (fact, hash) => ({
    signature: keys.get(fact.session)?.seal({entries: fact.seq, hash}),
  }));
  expect(codesOf(journal)).toEqual(['unknown-key']);
});
