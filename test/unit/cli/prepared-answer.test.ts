/** Answers that were written beforehand, and the steps that they are for. */
import {expect, test} from 'vitest';
import type {Json} from '../../../src/base/canonical-json.ts';
import {intentFromAnswer, preparedFor} from '../../../src/cli/prepared-answer.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

test('an answer is found by the path of a step, else by its id', () => {
  const answers = {'repair/way': 'quick', way: 'slow', size: 0};

  expect(preparedFor(answers, 'repair/way', 'way')).toBe('quick');
  expect(preparedFor(answers, 'other/way', 'way')).toBe('slow');
  expect(preparedFor(answers, 'size', 'size')).toBe(0);
});

test('one item may be answered otherwise than all', () => {
  const answers = {'share[1]/look': 'cannot', 'share/look': 'done', look: 'never'};

  expect(preparedFor(answers, 'share[1]/look', 'look')).toBe('cannot');
  expect(preparedFor(answers, 'share[2]/look', 'look')).toBe('done');
  expect(preparedFor(answers, 'look', 'look')).toBe('never');
});

test('a step that is called as something every object has is not answered by that', () => {
  expect(preparedFor({}, 'constructor', 'constructor')).toBeUndefined();
});

test('of an order, the first comes that is still to come', () => {
  const {state} = run(deletion, ['0s start']);
  const pick = (order: Json, ...left: readonly string[]) =>
    intentFromAnswer(
      state,
      {
        step: 'checks',
        attempt: 1,
        kind: 'pick',
        ask: 'What comes next?',
        moves: ['pick'],
        options: left.map(name => ({name, title: name})),
      },
      order,
    );
  const order = ['replica', 'queue', 'backup'];

  expect(pick(order, 'backup', 'queue', 'replica')).toMatchObject({intent: 'pick', step: 'checks', value: 'replica'});
  expect(pick({value: order, reason: 'smaller first'}, 'backup', 'queue')).toMatchObject({value: 'queue'});
  expect(pick(order, 'backup', 'logs')).toMatchObject({value: 'backup'});
  expect(pick(order, 'logs')).toBeUndefined();
  expect(pick('queue', 'backup', 'queue')).toMatchObject({value: 'queue'});
  expect(pick('queue', 'backup')).toBeUndefined();
});
