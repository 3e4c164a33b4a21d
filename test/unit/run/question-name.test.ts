/** Each question has a name that no later one has. */
import {expect, test} from 'vitest';
import {questionName} from '../../../src/run/question-name.ts';

const named = (kind: 'pick' | 'decision' | 'held', attempt: number, left: number): string =>
  questionName({step: 'any_order', attempt, kind, options: Array.from({length: left})});

test('what is asked of another step, attempt or kind is another question', () => {
  expect(new Set([named('held', 1, 0), named('held', 2, 0), named('decision', 1, 0)]).size).toBe(3);
});

test('each pick of a group is a question of its own, however many have been made', () => {
  expect(new Set([named('pick', 1, 3), named('pick', 1, 2), named('pick', 1, 1)]).size).toBe(3);
  expect(named('decision', 1, 3)).toBe(named('decision', 1, 2));
});
