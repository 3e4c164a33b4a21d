/** Entries that no place takes are dropped, or kept in memory until one does; then they stand there as they were. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {scan} from '../../../../src/journal/chain.ts';
import {createJournal} from '../../../../src/journal/file-journal.ts';
import type {Journal} from '../../../../src/journal/journal.ts';
import {readRunJournal} from '../../../../src/journal/run-journal.ts';
import {fillableDisk} from '../../../support/fillable-disk.ts';
import {note, temporaryDirectory, tickingClock} from '../../../support/journals.ts';

/** A run on a disk that can be full for a while. */
const stand = () => {
  const run = join(temporaryDirectory(), 'a-run-k7q2xw');
  mkdirSync(run, {mode: 0o700});
  const {disk, room} = fillableDisk();
  const path = join(run, 'journal.jsonl');
  const beside = {sinks: [{where: 'run-directory', directory: run} as const], makeRoom: () => undefined};
  const made = createJournal({path, clock: tickingClock(), disk, beside});
  if (!made.ok) {
    throw new Error(made.reason);
  }
  const read = () => {
    const read = readRunJournal(path);
    return read.ok ? scan(read.value.bytes).facts.map(({type}) => type) : [];
  };
  return {journal: made.value, room, read};
};

const noted = (journal: Journal, text: string) => {
  const {seq} = journal.append(note(text));
  return {seq, hash: journal.head().hash, flushed: journal.flush()};
};

test('nobody offered to decide: they are dropped, and the head is what is durable', () => {
  const {journal, room} = stand();
  const {hash} = noted(journal, 'The venue was called');
  room.isThere = false;
  expect(noted(journal, 'They wait in the hall').flushed.ok).toBe(false);
  expect({there: journal.unwritten.isThere(), hash: journal.head().hash}).toEqual({there: false, hash});
});

test('kept, held and taken at last: they stand in the next file with the same hashes, and the record says twice what happened', () => {
  const {journal, room, read} = stand();
  journal.unwritten.offer();
  noted(journal, 'The venue was called');
  room.isThere = false;
  const waiting = noted(journal, 'They wait in the hall');
  expect(waiting.flushed.ok).toBe(false);
  expect({there: journal.unwritten.isThere(), lines: journal.unwritten.lines()}).toEqual({there: true, lines: ''});

  journal.unwritten.hold();
  const told = journal.flush();
  expect(told).toMatchObject({ok: true, value: [{type: 'degraded', where: 'unwritten', cause: 'ENOSPC', entries: 1}]});
  expect(noted(journal, 'The doors are opened by hand').flushed).toEqual({ok: true, value: []});
  expect(journal.unwritten.lines().split('\n').filter(Boolean)).toHaveLength(3);
  expect(read()).toEqual(['noted']);

  room.isThere = true;
  const after = noted(journal, 'There is room again');
  expect(after.flushed).toMatchObject({ok: true, value: [{type: 'degraded', where: 'run-directory', entries: 1}]});
  expect(journal.unwritten.lines()).toBe('');
  noted(journal, 'Sales are open');
  journal.close();
  expect(read()).toEqual(['noted', 'noted', 'degraded', 'noted', 'noted', 'degraded', 'noted']);
});

test('those that were dropped are not held by anybody who comes too late', () => {
  const {journal, room, read} = stand();
  journal.unwritten.offer();
  noted(journal, 'The venue was called');
  room.isThere = false;
  noted(journal, 'They wait in the hall');
  journal.unwritten.drop();
  expect(() => journal.unwritten.hold()).toThrow('kept in memory');
  room.isThere = true;
  expect(noted(journal, 'Too late').flushed.ok).toBe(false);
  expect(read()).toEqual(['noted']);
});
