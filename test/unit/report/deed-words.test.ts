/** Who did what, in a clause. */
import {expect, test} from 'vitest';
import {deedWords} from '../../../src/report/deed-words.ts';
import type {Actor, FactBody, StepFact} from '../../../src/run/event.ts';

const by = (actor: Actor, body: Extract<FactBody, StepFact>) =>
  deedWords({seq: 4, sync: 3, session: 1, at: '2026-11-23T02:47:00.000Z', monoUs: 0, actor, ...body});
const ada: Actor = {name: 'ada', via: 'screen'};
const engine: Actor = {name: 'engine', via: 'engine'};
const at = {step: 'put_back', attempt: 1} as const;

test('what a person did is said with their reason', () => {
  expect(by(ada, {type: 'skipped', step: 'put_back', reason: 'the role is gone'})).toBe('skipped it: the role is gone');
  expect(by(ada, {type: 'failed', ...at, reason: 'too early', rejected: true, then: {do: 'hold'}})).toBe(
    'said no-go: too early',
  );
  expect(by(ada, {type: 'approved', ...at, by: 'Grace Hopper', role: 'technical_lead', proof: 'typed'})).toBe(
    'approved, a typed name that proves nothing',
  );
});

test('what the engine records is nobody’s deed, except the branch that a runbook chooses', () => {
  expect(by(engine, {type: 'failed', ...at, reason: 'exit 1', then: {do: 'hold'}})).toBeUndefined();
  expect(by(engine, {type: 'chosen', ...at, branch: 'disk'})).toBe('chose disk');
  expect(by(ada, {type: 'began', ...at})).toBeUndefined();
});

test('what others wrote cannot act on the terminal', () => {
  expect(by(ada, {type: 'skipped', step: 'put_back', reason: '\u001b[2J'})).toBe('skipped it: ␛[2J');
});
