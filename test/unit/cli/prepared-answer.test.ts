/** Answers that were written beforehand, and the steps that they are for. */
import {expect, test} from 'vitest';
import {preparedFor} from '../../../src/cli/prepared-answer.ts';

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
