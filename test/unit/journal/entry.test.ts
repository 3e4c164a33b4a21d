/** An entry: the exact bytes of a line, and what is refused. */
import {expect, test} from 'vitest';
import {factBytesMax, readLine, writeLine} from '../../../src/journal/entry.ts';
import {memoryJournal} from '../../../src/journal/memory-journal.ts';
import {journalText, note, tickingClock} from '../../support/journals.ts';

const [line = ''] = journalText([[note('ok')]]).split('\n');
const hash = line.slice(9, 73);
const fact = line.slice(82, -1);
const read = (text: string) => readLine(Buffer.from(text));
const withFact = (text: string) => read(writeLine(hash, text).trimEnd());
const codeOf = (result: ReturnType<typeof read>) => (result.ok ? 'ok' : result.reason.code);

test('a line has its hash at bytes 10 to 73 and its fact from byte 83 on, keys sorted, no white space', () => {
  expect(line).toMatch(/^\{"hash":"[0-9a-f]{64}","fact":\{.*\}\}$/);
  expect(fact).toBe(
    '{"actor":{"name":"ana","via":"screen"},"at":"2026-11-23T00:19:57.001Z","monoUs":1000,"seq":0,"session":1,"sync":-1,"text":"ok","type":"noted"}',
  );
});

test('a line is read back as what was written', () => {
  expect(read(line)).toEqual({ok: true, value: {hash, text: fact, fact: JSON.parse(fact)}});
});

test.each([
  ['a space', fact.replace(',', ', ')],
  ['other order', fact.replace('"seq":0,"session":1', '"session":1,"seq":0')],
  ['a needless escape', fact.replace('"ok"', '"\\u006fk"')],
  ['an escaped slash', fact.replace('"ok"', '"\\/"')],
  ['a name twice', fact.replace('"seq":0', '"seq":0,"seq":0')],
  ['a number spelled another way', fact.replace('"seq":0', '"seq":0.0')],
  ['half a character', fact.replace('"ok"', '"\\ud800"')],
  ['nesting without end', fact.replace('"ok"', `${'['.repeat(9_000)}${']'.repeat(9_000)}`)],
])('a fact has one spelling: %s is refused', (_, text) => {
  expect(codeOf(withFact(text))).toBe('spelling');
});

test('text that only looks like half a character is read', () => {
  expect(codeOf(withFact(fact.replace('"ok"', '"\\\\ud800 \\u0001"')))).toBe('ok');
});

test.each([
  ['no number', fact.replace('"seq":0', '"seq":"0"')],
  ['a negative number', fact.replace('"seq":0', '"seq":-1')],
  ['half a number', fact.replace('"seq":0', '"seq":0.5')],
  ['a watermark below -1', fact.replace('"sync":-1', '"sync":-2')],
  ['session 0', fact.replace('"session":1', '"session":0')],
  ['local time', fact.replace('.001Z', '.001+01:00')],
  ['nobody', fact.replace('"name":"ana",', '')],
  ['no type', fact.replace(',"type":"noted"', '')],
  ['a list', '[]'],
])('a fact without its envelope is refused: %s', (_, text) => {
  expect(codeOf(withFact(text))).toBe(text === '[]' ? 'framing' : 'envelope');
});

test.each([
  ['the bare fact', fact],
  ['upper-case digits', line.replace(hash, hash.toUpperCase().replace(/^./, 'A'))],
  ['a carriage return', `${line}\r`],
  ['a byte order mark', `\u{feff}${line}`],
  ['the other order', `{"fact":${fact},"hash":"${hash}"}`],
  ['nothing', ''],
])('a line in another frame is refused: %s', (_, text) => {
  expect(codeOf(read(text))).toBe('framing');
});

test('bytes that are no UTF-8 are refused', () => {
  const bytes = Buffer.from(line);
  bytes[bytes.indexOf('ok')] = 0xff;

  expect(codeOf(readLine(bytes))).toBe('framing');
});

test('the longest fact is 32 KiB, and a longer line is not even parsed', () => {
  const room = factBytesMax - (fact.length - 'ok'.length);

  expect(() => memoryJournal(tickingClock()).append(note('x'.repeat(room)))).not.toThrow();
  expect(() => memoryJournal(tickingClock()).append(note('x'.repeat(room + 1)))).toThrow('32768');
  expect(codeOf(withFact(fact.replace('ok', 'x'.repeat(room))))).toBe('ok');
  expect(codeOf(withFact(fact.replace('ok', 'x'.repeat(room + 1))))).toBe('too-long');
});
