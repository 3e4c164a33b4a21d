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
  expect(momentOf(facts, '0')).toEqual({ok: true, value: 1});
  expect(momentOf(facts, '3')).toEqual({ok: true, value: 4});
  expect(momentOf(facts, '6')).toEqual({ok: false, reason: 'The record ends at fact 5; 6 is beyond it.'});
});

test('a step is the moment of its last fact', () => {
  expect(momentOf(facts, 'tell_people')).toEqual({ok: true, value: 4});
  expect(momentOf(facts, 'stop_writes')).toEqual({ok: true, value: 6});
});

test('a time is all facts up to it, to the minute or the second', () => {
  expect(momentOf(facts, '02:47')).toEqual({ok: true, value: 2});
  expect(momentOf(facts, '02:50')).toEqual({ok: true, value: 4});
  expect(momentOf(facts, '02:51:59')).toEqual({ok: true, value: 4});
  expect(momentOf(facts, '2026-11-23T02:52:00Z')).toEqual({ok: true, value: 5});
  expect(momentOf(facts, '02:46')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('had not begun at 02:46'),
  });
});

test('what is neither is refused with the steps that there are', () => {
  expect(momentOf(facts, 'put_back')).toEqual({
    ok: false,
    reason:
      '"put_back" is no step that this run came to, no time and no number of a fact. It came to tell_people, stop_writes.',
  });
});
