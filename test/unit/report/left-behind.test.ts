/** A run that ended early says what it leaves behind. */
import {expect, test} from 'vitest';
import {leftBehind} from '../../../src/report/left-behind.ts';
import {summarise, summaryLines} from '../../../src/report/summary.ts';
import type {OutlineStep} from '../../../src/run/outline.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

const discard: OutlineStep = {
  id: 'discard_side',
  title: 'Take the side instance down',
  kind: 'command',
  shape: 'action',
  phase: 'reconstitution',
  effects: 'write',
  estimate: {p50Ms: 0, p90Ms: 0},
  skippable: true,
  pointOfNoReturn: false,
  hasUndo: false,
  requires: [],
  verify: [],
};
const sample = {...deletion, outline: {...deletion.outline, steps: [...deletion.outline.steps, discard]}};

const stopped = ['0s start', '1s began stop_writes', '3s performed stop_writes', '4s succeeded stop_writes'];

const lines = (timeline: readonly string[]): string => {
  const {state, lastMs} = run(sample, timeline);
  return summaryLines(summarise(state, {nowMs: lastMs})).join('\n');
};

test('after an abort the summary says who ended it and why, what is changed, and what was not tidied up', () => {
  const restored = [
    '5s asked choose_path',
    '6s chosen choose_path point_in_time',
    '7s began choose_path:point_in_time/restore',
  ];
  const said = lines([...stopped, ...restored, '9s ended aborted the wrong runbook']);
  expect(said).toContain('\nEnded by ada: the wrong runbook.\n');
  expect(said).toContain(
    [
      'Left as these steps made it; nothing undoes it by itself:',
      '  stop_writes, Stop application writes: done; the runbook of this run says how to undo it',
      'Nobody has tidied up; these steps were not carried out:',
      '  discard_side, Take the side instance down: not reached',
    ].join('\n'),
  );
});

test('an abort before anything was built does not ask for it to be taken down', () => {
  expect(lines([...stopped, '5s asked choose_path', '9s ended aborted a false alarm'])).not.toContain('tidied up');
});

test('a step that failed is listed with what is known of it, one that only looks or never began is not', () => {
  const {state} = run(sample, [
    ...stopped,
    '5s asked choose_path',
    '6s chosen choose_path point_in_time',
    '7s began choose_path:point_in_time/restore',
    '8s failed choose_path:point_in_time/restore no space',
    '9s failed put_back the check before did not pass',
    '10s ended aborted',
  ]);
  expect(leftBehind(state).changed.map(({step}) => step)).toEqual(['stop_writes']);
  const failed = run(sample, ['0s start', '1s began stop_writes', '3s failed stop_writes no', '4s ended aborted']);
  expect(leftBehind(failed.state).changed[0]?.says).toContain('what those before it did is in place');
});

test('one statement that failed has changed nothing, so it is not listed', () => {
  const shown = {stop_writes: {kind: 'sql', lines: ['select 1/0']} as const};
  const {state} = run({...sample, shown}, [
    '0s start',
    '1s began stop_writes',
    '3s failed stop_writes no',
    '4s ended aborted',
  ]);
  expect(leftBehind(state).changed).toEqual([]);
});

test('an open run and one that recovered leave nothing to say', () => {
  expect(leftBehind(run(sample, stopped).state)).toEqual({changed: [], notTidied: []});
  expect(lines([...stopped, '9s ended recovered done'])).not.toContain('Left as');
});
