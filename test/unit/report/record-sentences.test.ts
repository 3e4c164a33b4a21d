/** What is said of a record that goes on beside a file that failed. */
import {expect, test} from 'vitest';
import {degradedNotice, recordSentences} from '../../../src/report/record-sentences.ts';
import type {Fact} from '../../../src/run/event.ts';

const degraded = (over: object): Parameters<typeof recordSentences>[0] =>
  ({
    seq: 4,
    sync: 2,
    session: 1,
    at: '2026-11-23T00:19:57.000Z',
    monoUs: 1,
    actor: {name: 'lifeboat', via: 'engine'},
    type: 'degraded',
    cause: 'EIO',
    follows: 'journal.jsonl',
    entries: 4,
    where: 'run-directory',
    file: 'journal-0002.jsonl',
    ...over,
  }) satisfies object as Extract<Fact, {type: 'degraded'}>;

test('what is safe, where it goes on, and what to do', () => {
  expect(recordSentences(degraded({cause: 'ENOSPC'}))).toEqual([
    'RECORD DEGRADED: journal.jsonl could not be written (the disk is full). The 4 facts before are safe; the record goes on in journal-0002.jsonl.',
    'Free space now: what is left is a small reserve.',
  ]);
});

test('memory is called memory', () => {
  const sentences = recordSentences(degraded({where: 'volatile', directory: '/run/user/0/lifeboat/a-run'}));

  expect(sentences.join(' ')).toMatch(
    /the disk reports an error.*in \/run\/user\/0\/lifeboat\/a-run\/journal-0002\.jsonl\. That is in memory: it is gone when this host restarts\. Mend the disk/,
  );
  expect(degradedNotice({where: 'volatile', cause: 'EIO', file: 'journal-0002.jsonl', directory: '/run'})).toBe(
    'RECORD DEGRADED, IN MEMORY ONLY: the disk reports an error; gone when this host restarts',
  );
});

test('a directory that somebody named with care for our terminal is shown and not obeyed', () => {
  expect(
    degradedNotice({where: 'fallback', cause: '\u001b[2J', file: 'f', directory: '/mnt/\u001b[31m'}),
  ).not.toContain('\u001b');
});
