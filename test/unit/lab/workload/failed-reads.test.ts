/** What could not be read is counted to the last one and written down at most once a second, unless it is something new. */
import {appendFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openReadNotes, readFailedReads} from '../../../../src/lab/workload/failed-reads.ts';

const newDirectory = () => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-reads-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  return directory;
};

test('fifty a second become a line a second, and each new reason a line at once', () => {
  const directory = newDirectory();
  const notes = openReadNotes(directory);
  for (let atMs = 0; atMs <= 2_000; atMs += 20) {
    notes.failed('relation "orders" does not exist', atMs);
  }
  notes.failed('the server refused the connection', 2_010);
  expect(notes.count()).toBe(102);
  expect(notes.last()).toBe('the server refused the connection');
  expect(readFailedReads(directory)).toEqual([
    {atMs: 0, why: 'relation "orders" does not exist', count: 1},
    {atMs: 1_000, why: 'relation "orders" does not exist', count: 50},
    {atMs: 2_000, why: 'relation "orders" does not exist', count: 50},
    {atMs: 2_010, why: 'the server refused the connection', count: 1},
  ]);
});

test('where nothing failed there is nothing, and half a line is none', () => {
  const directory = newDirectory();
  expect(readFailedReads(directory)).toEqual([]);
  openReadNotes(directory).failed('invalid page in block 7', 5);
  appendFileSync(join(directory, 'failed-reads.jsonl'), '{"atMs": 6, "wh');
  expect(readFailedReads(directory)).toEqual([{atMs: 5, why: 'invalid page in block 7', count: 1}]);
});
