/** docs/design/journal-format.md, where it can be executed: the ten lines of sh that verify a journal without Lifeboat. */
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {headOf, scan} from '../../src/journal/chain.ts';
import {createJournal} from '../../src/journal/file-journal.ts';
import {note, record, recovery, temporaryDirectory, tickingClock} from '../support/journals.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/design/journal-format.md'), 'utf8');
const script = /^```sh\n(.*?)^```$/ms.exec(page)?.[1] ?? 'exit 99';

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
