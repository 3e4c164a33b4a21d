/** Whom to call about a step that waits. */
import {expect, test} from 'vitest';
import {callSentence, callsInOrder, whomToCall} from '../../../src/report/whom-to-call.ts';
import type {StepState} from '../../../src/run/state.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

const {state} = run(deletion, ['0s start', '1s asked tell_people', '2s asked allow_repair']);

const stepAt = (path: string): StepState => {
  const step = state.steps.get(path);
  if (!step) {
    throw new Error(`there is no ${path}`);
  }
  return step;
};

test('first whose step it is, then who is called when nobody answers, with the numbers of the plan', () => {
  expect(whomToCall(state, stepAt('tell_people')).map(callSentence)).toEqual([
    'Ada Lovelace, db operator: +1 555 0101',
    'Grace Hopper, Technical lead: +1 555 0102, after 20 min without an answer',
  ]);
});

test('of an approval those whose go it takes, and nobody twice', () => {
  expect(callsInOrder(whomToCall(state, stepAt('allow_repair')))).toBe('Call Grace Hopper +1 555 0102');
});

test('whom the step itself names comes before the ladder', () => {
  const step = stepAt('tell_people');
  const outline = {...step.outline, escalate: {afterMs: 600_000, to: 'on_call'}};
  const roles = {...state.roles, on_call: {contact: 'rota', name: 'Joan Clarke'}};
  expect(
    callsInOrder(whomToCall({...state, roles}, {...step, outline}))
      .replace('Call ', '')
      .split(', then '),
  ).toEqual(['Ada Lovelace +1 555 0101', 'Joan Clarke (no number)', 'Grace Hopper +1 555 0102']);
});

test('who was given the role by name is found in the plan', () => {
  const roles = {db_operator: {contact: 'Grace Hopper', name: 'Grace Hopper'}};
  expect(callsInOrder(whomToCall({...state, roles}, stepAt('tell_people')))).toBe('Call Grace Hopper +1 555 0102');
});

test('names and numbers of a record are foreign text', () => {
  const contacts = {database_administrator: {name: 'Ada', keys: [], phone: '+1\x1b[2J'}};
  const roles = {db_operator: {contact: 'database_administrator', name: 'A\x07da'}};
  const [first] = whomToCall({...state, roles, contacts, ladder: []}, stepAt('tell_people'));
  expect(first && callsInOrder([first])).toBe('Call A\\x07da +1␛[2J');
});
