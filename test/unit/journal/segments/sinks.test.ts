/** Where a journal may go on. */
import {writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {expect, test} from 'vitest';
import {segmentName, segmentNumber, segmentsIn, sinksOf} from '../../../../src/journal/segments/sinks.ts';
import {temporaryDirectory} from '../../../support/journals.ts';

test('first in the run’s own directory, then in the fallback, then in memory', () => {
  const sinks = sinksOf('/state/runs/a-run', {LIFEBOAT_FALLBACK: '/mnt/stick', XDG_RUNTIME_DIR: '/run/user/1000'});

  expect(sinks).toEqual([
    {where: 'run-directory', directory: '/state/runs/a-run'},
    {where: 'fallback', directory: '/mnt/stick/a-run'},
    {where: 'volatile', directory: '/run/user/1000/lifeboat/a-run'},
  ]);
});

test('a place that is not named is left out, and memory that is not named from the root', () => {
  expect(sinksOf('/state/runs/a-run', {LIFEBOAT_FALLBACK: '', XDG_RUNTIME_DIR: 'run'})).toHaveLength(1);
  expect(sinksOf('/state/runs/a-run', {LIFEBOAT_FALLBACK: 'stick'})).toMatchObject([
    {where: 'run-directory'},
    {where: 'fallback', directory: resolve('stick/a-run')},
  ]);
});

test.each(['journal.jsonl', 'journal-0001.jsonl', 'journal-2.jsonl', 'journal-0002.jsonl.new', 'journal-0002.torn-4'])(
  '%s is no segment',
  name => {
    expect(segmentNumber(name)).toBeUndefined();
  },
);

test('segments are found by their names, and nothing else is', () => {
  const directory = temporaryDirectory();
  for (const name of ['journal.jsonl', 'journal-0003.jsonl', segmentName(12), 'notes.txt']) {
    writeFileSync(join(directory, name), '');
  }

  expect(
    segmentsIn(directory)
      .map(({number}) => number)
      .sort((one, other) => one - other),
  ).toEqual([3, 12]);
  expect(segmentsIn(join(directory, 'nowhere'))).toEqual([]);
});
