/** Finding a moment in a record. */
import {expect, test} from 'vitest';
import {momentOf} from '../../../src/run/moment.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

const {facts} = run(deletion, [
  '0s start',
  '1m asked tell_people',
  '3m succeeded tell_people',
  '5m began stop_writes',
  '7m failed stop_writes no',
]);

test('a number is a fact, that fact included', () => {
  expect(momentOf(facts, '0')).toEqual({ok: true, value: {facts: 1}});
  expect(momentOf(facts, '3')).toEqual({ok: true, value: {facts: 4}});
  expect(momentOf(facts, '6')).toEqual({ok: false, reason: 'The record ends at fact 5; 6 is beyond it.'});
});

test('a step is the moment of its last fact', () => {
  expect(momentOf(facts, 'tell_people')).toEqual({ok: true, value: {facts: 4, step: 'tell_people'}});
  expect(momentOf(facts, 'stop_writes')).toEqual({ok: true, value: {facts: 6, step: 'stop_writes'}});
});

const atTime = (wanted: string) => {
  const place = momentOf(facts, wanted);
  const {facts: count, atMs} = place.ok ? place.value : {facts: -1};
  return [count, atMs === undefined ? '' : new Date(atMs).toISOString().slice(11, 19)];
};

test('a time is all facts up to it, to the minute or the second, and its clock is that of then', () => {
  expect(atTime('02:47')).toEqual([2, '02:47:59']);
  expect(atTime('02:50')).toEqual([4, '02:50:59']);
  expect(atTime('02:51:59')).toEqual([4, '02:51:59']);
  expect(atTime('2026-11-23T02:52:00Z')).toEqual([5, '02:52:00']);
  expect(momentOf(facts, '02:46')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('had not begun at 02:46'),
  });
});

test('after the start and before the end are counted in the time of the run', () => {
  expect(atTime('+3m')).toEqual([4, '02:50:00']);
  expect(atTime('+4m59s')).toEqual([4, '02:51:59']);
  expect(atTime('-2m')).toEqual([5, '02:52:00']);
  expect(atTime('+1h')).toEqual([6, '02:54:00']);
  expect(momentOf(facts, '+soon').ok).toBe(false);
});

test('a run that goes on over midnight has a time of the next day', () => {
  const night = run(deletion, ['0s start', '22h began stop_writes', '23h succeeded stop_writes']).facts;
  expect(momentOf(night, '00:50')).toMatchObject({value: {facts: 3}});
  expect(momentOf(night, '03:00')).toMatchObject({value: {facts: 2}});
  expect(momentOf(night, '02:00')).toMatchObject({value: {facts: 4}});
});

test('what is neither is refused with the steps that there are', () => {
  expect(momentOf(facts, 'put_back')).toEqual({
    ok: false,
    reason:
      '"put_back" is no step that this run came to, no time and no number of a fact. It came to tell_people, stop_writes.',
  });
});
