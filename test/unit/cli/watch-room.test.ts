/** The disk of a run, looked at while it goes on. */
import {existsSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {watchRoom} from '../../../src/cli/watch-room.ts';
import type {FactBody} from '../../../src/run/event.ts';
import {notStarted} from '../../../src/run/fold.ts';
import type {SinkKind} from '../../../src/run/record-fact.ts';
import {temporaryDirectory} from '../../support/journals.ts';

const mebibyte = 1024 * 1024;

const watched = (
  freeBytes: number,
  degraded?: {readonly where: SinkKind; readonly cause: string},
  fallback?: string,
) => {
  const state = temporaryDirectory();
  const path = join(state, 'runs', 'a-run');
  mkdirSync(path, {recursive: true});
  const run = notStarted({id: 'shop-outage', title: 'The shop is down', steps: []} as never);
  run.status = 'running';
  if (degraded) {
    run.degraded = {...degraded, file: 'journal-0002.jsonl', directory: ''};
  }
  const recorded: FactBody[] = [];
  let changes = 0;
  const room = watchRoom({
    path,
    run: () => run,
    record: facts => recorded.push(...facts),
    changed: () => {
      changes += 1;
    },
    measure: () => ({freeBytes}),
    fallback: () => fallback,
  });
  room.start();
  room.close();
  return {warning: room.warning(), recorded, changes, hasBallast: existsSync(join(state, 'ballast'))};
};

test('below 128 MiB it is said how much is left, and nothing is said above', () => {
  expect(watched(100 * mebibyte)).toMatchObject({
    warning: 'DISK NEARLY FULL: 100 MiB are free where the record stands',
    changes: 1,
  });
  expect(watched(200 * mebibyte)).toMatchObject({warning: '', changes: 0});
});

test('a record that went on in the reserve of a full disk is restored once the ballast fits again', () => {
  expect(watched(0, {where: 'run-directory', cause: 'ENOSPC'})).toMatchObject({
    recorded: [{type: 'restored', file: 'journal-0002.jsonl'}],
    hasBallast: true,
  });
});

test.each([
  ['run-directory', 'EIO'],
  ['fallback', 'ENOSPC'],
  ['volatile', 'EDQUOT'],
] as const)('one that stands in %s after %s is for a person to mend', (where, cause) => {
  expect(watched(1_000 * mebibyte, {where, cause}).recorded).toEqual([]);
});

test('a second place that cannot take the record is told of before it is needed, and a full disk before that', () => {
  const problem = 'other users may write to /mnt/stick';
  expect(watched(1_000 * mebibyte, undefined, problem)).toMatchObject({
    warning: 'NO SECOND PLACE FOR THE RECORD: other users may write to /mnt/stick (LIFEBOAT_FALLBACK)',
    changes: 1,
  });
  expect(watched(0, undefined, problem).warning).toMatch(/^DISK NEARLY FULL/);
});
