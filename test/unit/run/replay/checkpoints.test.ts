/** Any moment of a record from checkpoints. */
import {expect, test} from 'vitest';
import {fold} from '../../../../src/run/fold.ts';
import {makeCheckpoints} from '../../../../src/run/replay/checkpoints.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {plainState} from '../../../support/plain-state.ts';
import {run} from '../../../support/run.ts';

const {outline} = deletion;
const {facts} = run(deletion, [
  '0s start',
  '1s asked tell_people',
  '30s ticked tell_people 0',
  '31s ticked tell_people 1',
  '1m succeeded tell_people',
  '2m began stop_writes',
  '3m failed stop_writes no privilege',
  '4m noted the role is gone',
  '5m skipped stop_writes by hand',
  '6m ended aborted the wrong runbook',
]);

const told = (position: number) => fold(outline, facts.slice(0, position));

test('each moment is what folding all facts up to it gives, and before the first one it is known what it is', () => {
  const {stateAt} = makeCheckpoints({outline, facts}, {workMax: 3, before: {mode: 'drill'}});
  for (let position = 1; position <= facts.length; position += 1) {
    expect(plainState(stateAt(position))).toEqual(told(position));
  }
  expect(stateAt(0)).toMatchObject({status: 'not-started', mode: 'drill'});
  expect(plainState(stateAt(99))).toEqual(told(facts.length));
});

test('looking at one moment changes no other: ticks that come later are not seen before', () => {
  const {stateAt} = makeCheckpoints({outline, facts}, {workMax: 3});
  stateAt(facts.length);
  expect([...(stateAt(4).steps.get('tell_people')?.ticked ?? [])]).toEqual([0]);
  expect([...(stateAt(5).steps.get('tell_people')?.ticked ?? [])]).toEqual([0, 1]);
  expect([...(stateAt(4).steps.get('tell_people')?.ticked ?? [])]).toEqual([0]);
});

test('what is at hand goes on from there, without a state of its own', () => {
  const {stateAt} = makeCheckpoints({outline, facts});
  const state = stateAt(2);
  expect(stateAt(5, {state, position: 2})).toBe(state);
  expect(stateAt(1, {state, position: 5})).not.toBe(state);
});

test('whoever goes through it at first sees the state after each fact', () => {
  const seen: string[] = [];
  makeCheckpoints(
    {outline, facts},
    {witness: ({type}, {steps}) => seen.push(`${type} ${steps.get('stop_writes')?.status}`)},
  );
  expect(seen).toEqual(facts.map(({type}, index) => `${type} ${told(index + 1).steps.get('stop_writes')?.status}`));
});
