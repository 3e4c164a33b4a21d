/** docs/guides/verify-a-journal.md on broken journals: the lines of sh that verify a chain, and take a seal out for ssh-keygen. */
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {headOf, scan} from '../../src/journal/chain.ts';
import {createJournal} from '../../src/journal/file-journal.ts';
import type {Fact} from '../../src/run/event.ts';
import {note, record, recovery, temporaryDirectory, tickingClock} from '../support/journals.ts';
import {chained, host, signedFacts} from '../support/signed-journals.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/guides/verify-a-journal.md'), 'utf8');

const scriptOf = (file: string): string =>
  new RegExp(`^\`\`\`sh ${file}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? 'exit 99';

const script = scriptOf('verify-journal.sh');

const hostile = note('50 % off \\n $(rm -rf .) `id` "\'; *  trailing \t\u{1}\u{2028}𝒳 "fact":{"hash":"a"}}');

/** A real journal, changed or not, and what the script says of it. */
const verified = (change: (text: string) => string | Buffer = text => text) => {
  const path = join(temporaryDirectory(), 'journal.jsonl');
  const journal = createJournal({path, clock: tickingClock()});
  if (journal.ok) {
    record(journal.value, [recovery.slice(0, 3), [hostile], recovery.slice(3)]);
    journal.value.close();
  }
  const {hash} = headOf(scan(readFileSync(path)));
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  const {stdout, stderr, status} = spawnSync('sh', ['-c', script, 'verify-journal.sh', path], {encoding: 'utf8'});
  return {said: stdout.trim(), stderr, status, hash};
};

test('the script of the page has about ten lines', () => {
  expect(script.trim().split('\n').length).toBeLessThanOrEqual(12);
});

test('the script verifies a real journal and names its head', () => {
  const {said, stderr, status, hash} = verified();

  expect({said, stderr, status}).toEqual({said: `ok 9 records, head ${hash}`, stderr: '', status: 0});
});

test.each([
  ['edited', (text: string) => text.replace('restarted', 'destroyed'), 6],
  ['removed', (text: string) => text.split('\n').toSpliced(2, 1).join('\n'), 2],
  ['moved', (text: string) => text.split('\n').toReversed().slice(1).concat('').join('\n'), 0],
  ['given white space', (text: string) => text.replaceAll('{"hash":', '{ "hash":'), 0],
  ['given a carriage return', (text: string) => text.replaceAll('\n', '\r\n'), 0],
  ['given another hash', (text: string) => text.replace(/"hash":"[0-9a-f]{64}/, `"hash":"${'0'.repeat(64)}`), 0],
])('the script names the first record of a journal that was %s', (_, change, broken) => {
  const {said, status} = verified(change);

  expect({said, status}).toEqual({said: `BROKEN at record ${broken}`, status: 1});
});

test('the script tells a torn tail from a broken record, and nothing from something', () => {
  expect(verified(text => text.slice(0, -20))).toMatchObject({
    said: expect.stringMatching('^TORN after 8 records'),
    status: 2,
  });
  expect(verified(() => '')).toMatchObject({said: 'EMPTY', status: 1});
  expect(verified(text => `${text}\0`)).toMatchObject({said: 'BROKEN: the file holds NUL bytes', status: 1});
});

test('the script and the program agree on which record is broken, wherever a digit is changed', () => {
  for (const at of [100, 900, 1_500, 2_300]) {
    const change = (text: string) => `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
    const entries = /record (\d+)/.exec(verified(change).said)?.[1];
    let changed = '';
    verified(text => {
      changed = change(text);
      return changed;
    });

    expect(Number(entries)).toBe(scan(Buffer.from(changed)).facts.length);
  }
});

/** What ssh-keygen says of the seal in a record and of the session that it stands in, each taken out of the journal by the script. */
const sealOf = (facts: readonly Fact[], record: number) => {
  const directory = temporaryDirectory();
  const journal = join(directory, 'journal.jsonl');
  writeFileSync(journal, chained(facts));
  writeFileSync(join(directory, 'host.signers'), `host ${host.key}\n`);
  const {stderr} = spawnSync('sh', ['-c', scriptOf('seal.sh'), 'seal.sh', journal, String(record)], {
    cwd: directory,
    encoding: 'utf8',
  });
  const isGood = (who: string, namespace: string, note: string): boolean => {
    const args = ['-Y', 'verify', '-f', `${who}.signers`, '-I', who, '-n', namespace, '-s', `${note}.sig`];
    return spawnSync('ssh-keygen', args, {cwd: directory, input: readFileSync(join(directory, note))}).status === 0;
  };
  return {
    stderr,
    seal: isGood('session', 'lifeboat-seal', 'seal.note'),
    session: isGood('host', 'lifeboat-session', 'session.note'),
  };
};

/** Two sessions with seals in records 3, 5 and 8, and texts that a script may stumble over. */
const facts = signedFacts([
  [hostile, 'seal', note('"signature":"AAAA","head":"7","entries":1}'), 'seal'],
  [note('a key: "key":"ssh-ed25519 AAAA", "run":"x"'), 'seal'],
]);

test.each([3, 5, 8])('the seal in record %i is taken out of the journal and is good, and so is its session', record => {
  expect(sealOf(facts, record)).toEqual({stderr: '', seal: true, session: true});
});

const changed = (seq: number, change: object): readonly Fact[] =>
  facts.map(fact => (fact.seq === seq ? ({...fact, ...change} as Fact) : fact));
const [, opened] = facts;
const key = opened?.type === 'session-opened' ? opened.key : undefined;

test.each<readonly [string, readonly Fact[], object]>([
  ['head', changed(8, {head: '7'.repeat(64)}), {seal: false, session: true}],
  ['number', changed(8, {entries: 7}), {seal: false, session: true}],
  ['key', changed(6, {key}), {seal: false, session: false}],
  ['run', changed(0, {run: 'another'}), {seal: false, session: false}],
])('a seal with another %s is not good', (_what, told, says) => {
  expect(sealOf(told, 8)).toMatchObject(says);
});
