/** The chain: how hashes link, and how the first entry that does not verify is named. */
import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {headOf, link, scan} from '../../../src/journal/chain.ts';
import {writeLine} from '../../../src/journal/entry.ts';
import {journalText, note, recovery} from '../../support/journals.ts';

const text = journalText(recovery.map(draft => [draft]));
const lines = text.trimEnd().split('\n');
const file = (changed: readonly string[]) => scan(Buffer.from(changed.map(line => `${line}\n`).join('')));

test('each hash is the SHA-256 of the format, the hash before and the bytes of the fact', () => {
  let previous = '0'.repeat(64);
  for (const line of lines) {
    previous = createHash('sha256')
      .update(`lifeboat1\n${previous}\n${line.slice(82, -1)}`)
      .digest('hex');
    expect(line.slice(9, 73)).toBe(previous);
  }
  expect(headOf(scan(Buffer.from(text)))).toEqual({entries: lines.length, hash: previous});
});

test('the head of a known journal never changes', () => {
  expect(journalText([[note('ok')]]).slice(9, 73)).toBe(
    'f37deb96df9f3edb0ceb3077566037e2c73ef5b4dc4d583c2ca28c321a259c55',
  );
});

test('an empty file is a whole journal without entries', () => {
  expect(scan(new Uint8Array())).toEqual({facts: [], hashes: [], end: {kind: 'whole'}});
});

test.each([
  ['changed', lines.with(3, (lines[3] ?? '').replace('exit 0', 'exit 1')), 3, 'hash'],
  ['removed', lines.toSpliced(3, 1), 3, 'order'],
  ['inserted twice', lines.toSpliced(3, 0, lines[2] ?? ''), 3, 'order'],
  ['moved', lines.with(3, lines[4] ?? '').with(4, lines[3] ?? ''), 3, 'order'],
  ['changed as the last', lines.with(7, (lines[7] ?? '').replace('wait', 'left')), 7, 'hash'],
  ['spelled anew', lines.map(line => line.replace('{"actor"', '{ "actor"')), 0, 'spelling'],
])('an entry that was %s makes the journal damaged from there on', (...[, changed, entries, code]) => {
  const {facts, end} = file(changed);

  expect(facts).toHaveLength(entries);
  expect(end).toMatchObject({kind: 'damaged', problem: {code}});
});

test('an entry whose watermark says that it was durable before it was written is damage', () => {
  const forged = (lines[2] ?? '').slice(82, -1).replace('"sync":1', '"sync":2');
  const line = writeLine(link((lines[1] ?? '').slice(9, 73), forged), forged).trimEnd();

  expect(file([...lines.slice(0, 2), line]).end).toMatchObject({kind: 'damaged', problem: {code: 'watermark'}});
});

test('a watermark that falls is damage', () => {
  const forged = (lines[3] ?? '').slice(82, -1).replace('"sync":2', '"sync":0');
  const line = writeLine(link((lines[2] ?? '').slice(9, 73), forged), forged).trimEnd();

  expect(file([...lines.slice(0, 3), line]).end).toMatchObject({kind: 'damaged', problem: {code: 'watermark'}});
});
