/** The way back from where a run stands, in the words of the screen. */
import {expect, test} from 'vitest';
import {undoneBackTo, wayBackWords} from '../../../src/report/way-back.ts';
import type {Outline, OutlineStep} from '../../../src/run/outline.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

const wordsAfter = (
  timeline: readonly string[],
  changed: {readonly [id: string]: Partial<OutlineStep>} = {},
): string => {
  const steps = deletion.outline.steps.map(step => ({...step, ...changed[step.id]}));
  const outline: Outline = {...deletion.outline, steps};
  return wayBackWords(run({...deletion, outline}, timeline).state);
};

const stopped = ['0s start', '1s began stop_writes', '9s succeeded stop_writes'];

test('nothing is said before a run begins and after its end', () => {
  expect(wordsAfter([])).toBe('');
  expect(wordsAfter([...stopped, '1m ended aborted the wrong runbook'])).toBe('');
});

test('where nothing was changed there is nothing to undo', () => {
  expect(wordsAfter(['0s start', '1s began choose_path:point_in_time/restore'])).toBe('Way back: nothing to undo');
});

test('an undo counts as long as its step, one by hand five minutes, and attempts count each', () => {
  expect(wordsAfter(stopped)).toBe('Way back: 2 min (1 undo)');
  expect(wordsAfter(stopped, {stop_writes: {undoMs: 300_000}})).toBe('Way back: 5 min (1 undo)');
  expect(
    wordsAfter([
      ...stopped.slice(0, 2),
      '9s failed stop_writes 2 are left',
      '10s retried stop_writes',
      '11s began stop_writes',
    ]),
  ).toBe('Way back: 4 min (2 undos)');
});

test('what has no undo is taken back by hand, and what was destroyed not at all', () => {
  const told = [...stopped, '10s asked tell_people', '1m succeeded tell_people'];
  expect(wordsAfter(told)).toBe(
    'Way back: 2 min (1 undo); 1 step has none and is taken back by hand: "Tell the incident channel"',
  );
  const putBack = [...told, '2m began put_back', '3m succeeded put_back'];
  expect(wordsAfter(putBack, {put_back: {pointOfNoReturn: false}})).toBe(
    'Way back: 2 min (1 undo); no way back from "Put the lost rows back"; 1 step has none and is taken back by hand: "Tell the incident channel"',
  );
});

test('a title never stands where it reads as an order: what is cut behind it is not missed', () => {
  const sent = {stop_writes: {title: 'Send the payments again', hasUndo: false}};
  const words = wordsAfter(stopped, sent);
  expect(words).toBe('Way back: by hand (1 step has no undo): "Send the payments again"');
  expect(words.slice(0, 40)).toMatch(/^Way back: by hand \(1 step has no undo\)/);
  const both = [...stopped, '10s asked tell_people', '1m succeeded tell_people'];
  expect(wordsAfter(both, sent)).toBe('Way back: by hand (2 steps have no undo)');
});

test('a step whose outcome nobody knows counts as perhaps done', () => {
  const unknown = ['0s start', '1s began stop_writes', '2s unknown stop_writes'];
  expect(wordsAfter(unknown)).toBe('Way back: 2 min (1 undo); whether it was done is unknown');
  expect(wordsAfter(['0s start', '1s asked tell_people', '2s succeeded tell_people', ...unknown.slice(1)])).toBe(
    'Way back: 2 min (1 undo); 1 step has none and is taken back by hand: "Tell the incident channel"; whether 1 of these was done is unknown',
  );
});

test('going back names what it undoes, the newest first, before anybody says so', () => {
  const told = ['0s start', '1s asked tell_people', '9s succeeded tell_people', ...stopped.slice(1)];
  const {state} = run(deletion, told);
  expect(undoneBackTo(state, 'tell_people')).toBe(
    'This undoes, in this order: "Stop application writes" (stop_writes); "Tell the incident channel" (tell_people), by hand, as it has no undo.',
  );
  expect(undoneBackTo(state, 'put_back')).toBe('Nothing has to be undone.');
  expect(undoneBackTo(state, 'nothing_called_so')).toBeUndefined();
});

test('behind a point of no return there is only forward, from when it began', () => {
  expect(wordsAfter([...stopped, '2m began put_back'])).toBe('Forward only since 02:49: "Put the lost rows back"');
});

test('a point of no return that was asked for and has not begun is not passed', () => {
  expect(wordsAfter([...stopped, '2m asked put_back'])).toBe('Way back: 2 min (1 undo)');
});
