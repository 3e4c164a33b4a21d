/** What should be happening, by where a run stands. */
import {expect, test} from 'vitest';
import {commandStep, endStep, instructionStep, runbookOf} from '../../support/model.ts';
import {stand} from '../../support/stand.ts';

const now = {step: 'restore', attempt: 1};

test('a paused run wants nothing that begins or ends it, and still wants what is under way', () => {
  const start = stand(runbookOf([commandStep('restore'), endStep('finish')]));
  const paused = {type: 'paused', reason: 'lunch'} as const;
  expect(start.after(paused).wants).toEqual([]);
  expect(start.after({type: 'began', ...now}, paused).wants).toEqual(['perform restore#1']);
  expect(start.after({type: 'began', ...now}, {type: 'succeeded', ...now}, paused).wants).toEqual([]);
});

test('a paused run can still be ended by its author, once it goes on, and by a person at once', () => {
  const start = stand(runbookOf([endStep('finish')])).after({type: 'paused', reason: 'lunch'});
  expect(start.allows({type: 'run-ended', outcome: 'aborted', reason: 'enough'})).toBe(true);
});

test('a confirmed action is wanted to begin, a confirmed instruction to be put', () => {
  const confirm = {type: 'tickets'};
  const prompt = {kind: 'confirmation', ask: 'Type tickets'} as const;
  for (const step of [commandStep('restore', [], {confirm}), instructionStep('restore', [], {confirm})]) {
    const asked = stand(runbookOf([step, endStep('finish')])).after({type: 'asked', ...now, prompt});
    expect(asked.wants).toEqual(['confirm restore#1']);
    const confirmed = asked.after({type: 'confirmed', ...now, value: 'tickets'});
    expect(confirmed.wants).toEqual(['begin restore#1']);
    expect(confirmed.statuses).toEqual(['restore ready']);
  }
});

test('an action that must be confirmed cannot begin without', () => {
  const start = stand(runbookOf([commandStep('restore', [], {confirm: {type: 'tickets'}}), endStep('finish')]));
  expect(start.allows({type: 'began', ...now})).toBe(false);
});

test('an abort of the author wants nothing but the end', () => {
  const start = stand(runbookOf([commandStep('restore', [], {onFailure: {do: 'abort'}}), endStep('finish')]));
  const aborting = start.after(
    {type: 'began', ...now},
    {type: 'failed', ...now, reason: 'exit 3', then: {do: 'abort'}},
  );
  expect(aborting.wants).toEqual(['end restore#1']);
  expect(aborting.statuses).toEqual(['restore failed']);
});
