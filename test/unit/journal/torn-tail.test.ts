/** What a crash can leave at the end of a journal, and what it cannot. */
import {expect, test} from 'vitest';
import {scan} from '../../../src/journal/chain.ts';
import {journalText, note, recovery} from '../../support/journals.ts';

const durable = journalText([recovery.slice(0, 3)]);
const twoWrites = journalText([recovery.slice(0, 3), recovery.slice(3, 6)]);
const unsynced = Buffer.from(twoWrites.slice(durable.length));

const judge = (tail: Uint8Array, before = durable) => scan(Buffer.concat([Buffer.from(before), tail]));

test('a line that breaks off is torn, and all before it stands', () => {
  const {facts, end} = judge(unsynced.subarray(0, 100));

  expect(facts).toHaveLength(3);
  expect(end).toMatchObject({kind: 'torn', offset: Buffer.byteLength(durable), bytes: 100});
});

test('a hole of zeros in a write that was never synced is torn, though whole lines follow', () => {
  const tail = Buffer.from(unsynced);
  tail.fill(0, 40, 120);

  expect(judge(tail).end.kind).toBe('torn');
});

test('the same hole is damage once a later line says that the entry was durable', () => {
  const file = Buffer.from(journalText([recovery.slice(0, 3), recovery.slice(3, 6), recovery.slice(6)]));
  const start = Buffer.byteLength(durable);
  file.fill(0, start + 40, start + 120);

  const {facts, end} = scan(file);

  expect(facts).toHaveLength(3);
  expect(end).toMatchObject({kind: 'damaged', problem: {code: 'framing'}});
});

test('the witness is found even when the line feed before it is gone', () => {
  const file = Buffer.from(journalText([[note('a')], [note('b')]]));
  file[file.indexOf('\n')] = 0x20;

  expect(scan(file).end.kind).toBe('damaged');
});

test('text of a person that looks like an entry is no witness', () => {
  const [, claim = ''] = journalText([[note('a')], [note('b')]]).split('\n');
  const file = Buffer.from(journalText([[note(claim)]]));

  expect(scan(file.subarray(0, -1)).end.kind).toBe('torn');
});

test('more than 1 MiB is never called torn: no write is that long', () => {
  expect(judge(Buffer.alloc(1024 * 1024)).end.kind).toBe('torn');
  expect(judge(Buffer.alloc(1024 * 1024 + 1)).end).toMatchObject({
    kind: 'damaged',
    problem: {code: 'tail-too-long'},
  });
});
