/** The vocabularies of the language and what the other rooms mean by them. */
import {expect, test} from 'vitest';
import {statusWords} from '../../../src/report/words.ts';
import {stepStatuses} from '../../../src/runbook/words.ts';

test('the statuses that an expression may be held against are those that a step can have', () => {
  expect([...stepStatuses].sort()).toEqual(Object.keys(statusWords).sort());
});
