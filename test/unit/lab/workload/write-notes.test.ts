/** What the application was told is the same whether it is kept in memory or only on the disk. */
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openWriteNotes} from '../../../../src/lab/workload/write-notes.ts';

const newDirectory = () => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-writes-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  return directory;
};

const stop = () => undefined;

test.each([true, false])(
  'an application that is short-lived (%s) knows what it and the one before it were told',
  isShort => {
    const directory = newDirectory();
    const first = openWriteNotes(directory, {isShort, stop});
    expect(first.told({atMs: 1, server: 'primary', keys: {orders: [7]}})).toBe(true);
    first.noAnswer();
    const second = openWriteNotes(directory, {isShort, stop});
    expect(second.told({atMs: 2, server: 'standby', keys: {orders: [8]}})).toBe(true);
    expect(second.acknowledged()).toBe(2);
    expect(second.writes()).toEqual({
      acknowledged: [
        {atMs: 1, server: 'primary', keys: {orders: [7]}},
        {atMs: 2, server: 'standby', keys: {orders: [8]}},
      ],
      unanswered: 1,
    });
  },
);

test('what cannot be written down stops it, with a reason', () => {
  const directory = newDirectory();
  mkdirSync(join(directory, 'acknowledged.jsonl'));
  let stopped = 0;
  const notes = openWriteNotes(directory, {
    isShort: true,
    stop: () => {
      stopped += 1;
    },
  });
  expect(notes.trouble()).toBeNull();
  expect(notes.told({atMs: 1, keys: {}})).toBe(false);
  expect(stopped).toBe(1);
  expect(notes.trouble()).toContain('what the application of the lab was told cannot be written down');
});
