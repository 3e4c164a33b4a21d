/** Who is away from a question, for how long, and whether somebody else is there once it was escalated. */
import {describe, expect, test} from 'vitest';
import {absenceFrom} from '../../../src/injects/absence.ts';
import type {ApproverAway} from '../../../src/injects/injects.ts';
import {outlineOf} from '../../../src/machine/outline.ts';
import {notStarted} from '../../../src/run/fold.ts';
import type {StepState} from '../../../src/run/state.ts';
import type {CommonFields} from '../../../src/runbook/runbook.ts';
import {approvalStep, runbookOf} from '../../support/model.ts';

const askedAtMs = Date.UTC(2026, 10, 23, 3, 0, 0);

const minutes = (count: number): number => count * 60_000;

const questionOf = (extra: Partial<CommonFields> = {}): StepState => {
  const state = notStarted(outlineOf(runbookOf([approvalStep('may_we', 1, extra)])));
  const question = state.steps.get('may_we');
  if (question === undefined) {
    throw new Error('the outline has no approval');
  }
  return question;
};

const escalated = (question: StepState): StepState => ({
  ...question,
  escalations: [
    {
      attempt: 1,
      to: 'approver',
      name: 'Dana Fox',
      reason: 'nobody has answered',
      atMs: askedAtMs,
      actor: {name: 'lifeboat', via: 'engine'},
    },
  ],
});

const absentAfter = (passedMs: number, question: StepState, ...away: readonly Omit<ApproverAway, 'kind'>[]) =>
  absenceFrom(
    away.map(one => ({kind: 'approver_away', ...one})),
    question,
    {askedAtMs: () => askedAtMs, hostMs: askedAtMs + passedMs},
  );

const called = questionOf({escalate: {afterMs: minutes(10), to: 'approver'}});

test('nobody is away without an inject, nor from another question', () => {
  expect(absentAfter(0, called)).toEqual({away: 'no'});
  expect(absentAfter(0, called, {step: 'other', escalation: 'away'})).toEqual({away: 'no'});
});

describe('an approver who is away for 20 minutes', () => {
  test.each([
    [0, {away: 'for-a-while', leftMs: minutes(20)}],
    [minutes(19), {away: 'for-a-while', leftMs: minutes(1)}],
    [minutes(20), {away: 'no'}],
  ])('is, %d ms after the question', (passedMs, absence) => {
    expect(absentAfter(passedMs, questionOf(), {step: 'may_we', forMs: minutes(20), escalation: 'answers'})).toEqual(
      absence,
    );
  });

  test('is not missed once somebody else was called, unless those are away as well', () => {
    expect(absentAfter(0, escalated(called), {forMs: minutes(20), escalation: 'answers'})).toEqual({away: 'no'});
    expect(absentAfter(0, escalated(called), {forMs: minutes(20), escalation: 'away'})).toMatchObject({
      away: 'for-a-while',
    });
  });
});

describe('an approver who is away for good', () => {
  test('is waited for where the question will be escalated', () => {
    expect(absentAfter(0, called, {escalation: 'answers'})).toEqual({away: 'until-called'});
    expect(absentAfter(0, escalated(called), {escalation: 'answers'})).toEqual({away: 'no'});
  });

  test('needs a person where nobody is called, or whoever is called is away as well', () => {
    expect(absentAfter(0, questionOf(), {escalation: 'answers'})).toEqual({away: 'for-good'});
    expect(absentAfter(0, escalated(called), {escalation: 'away'})).toEqual({away: 'for-good'});
  });
});

test('of several absences the longest counts', () => {
  const short: Omit<ApproverAway, 'kind'> = {forMs: minutes(1), escalation: 'answers'};
  expect(absentAfter(0, questionOf(), short, {forMs: minutes(5), escalation: 'answers'})).toMatchObject({
    leftMs: minutes(5),
  });
  expect(absentAfter(0, questionOf(), short, {escalation: 'answers'})).toEqual({away: 'for-good'});
});
