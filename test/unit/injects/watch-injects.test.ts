/** What of the injects has come about, by the facts of this session and of those before. */
import {expect, test} from 'vitest';
import type {Inject} from '../../../src/injects/injects.ts';
import {settableClock} from '../../../src/injects/settable-clock.ts';
import {watchInjects} from '../../../src/injects/watch-injects.ts';
import type {Fact, FactBody} from '../../../src/run/event.ts';
import {fakeClock} from '../../support/fake-clock.ts';

const at = (body: FactBody, at = '2026-11-23T03:00:00.000Z'): Fact => ({
  seq: 7,
  sync: 6,
  session: 1,
  at,
  monoUs: 0,
  actor: {name: 'lifeboat', via: 'engine'},
  ...body,
});

const began = (step: string, attempt = 1): Fact => at({type: 'began', step, attempt});
const succeeded = (step: string, attempt = 1): Fact => at({type: 'succeeded', step, attempt});
const refused = (step: string): Fact =>
  at({type: 'failed', step, attempt: 1, reason: 'the lab is gone', then: {do: 'hold'}});
const asked = (step: string, when: string): Fact =>
  at(
    {
      type: 'asked',
      step,
      attempt: 1,
      prompt: {
        kind: 'approval',
        ask: 'May we?',
        from: [{role: 'approver', contact: 'technical_lead', name: 'Dana Fox'}],
        need: 1,
      },
    },
    when,
  );

const watching = (list: readonly Inject[], former: readonly Fact[] = []) => {
  const clock = settableClock(fakeClock());
  const deaths: string[] = [];
  const watch = watchInjects({list, clock, former, kill: () => deaths.push('killed')});
  return {...watch, clock, deaths, came: () => watch.known().map(({came}) => came)};
};

const fails: Inject = {kind: 'step_fails', step: 'copy', attempt: 1, message: 'no'};
const jump: Inject = {kind: 'clock_jumps', step: 'copy', attempt: 1, byMs: 3_600_000};
const killedAfter: Inject = {kind: 'engine_killed', step: 'copy', attempt: 1, when: 'after_verdict'};
const killedBefore: Inject = {kind: 'engine_killed', step: 'copy', attempt: 1, when: 'before_effect'};

test('a failure has come about when the attempt that began has ended, and not when it never began', () => {
  const watch = watching([fails]);
  watch.take(refused('copy'));
  expect(watch.came()).toEqual([false]);
  watch.take(began('copy', 2));
  watch.take(succeeded('copy', 2));
  expect(watch.came()).toEqual([false]);
  watch.take(began('copy'));
  watch.take(succeeded('copy'));
  expect(watch.came()).toEqual([true]);
});

test('the clock is set once, when the step is come to, and again in the next session', () => {
  const watch = watching([jump]);
  watch.take(began('look'));
  expect(watch.clock.setMs()).toBe(0);
  watch.take(began('copy'));
  watch.take(succeeded('copy'));
  expect(watch.clock.setMs()).toBe(3_600_000);

  const next = watching([jump], [began('copy')]);
  next.take(succeeded('copy'));
  expect(next.clock.setMs()).toBe(3_600_000);
  expect(next.came()).toEqual([true]);
});

test('the engine dies once: what a former session came to has happened', () => {
  const watch = watching([killedAfter]);
  watch.take(began('copy'));
  expect(watch.deaths).toEqual([]);
  watch.take(succeeded('copy'));
  expect(watch.deaths).toEqual(['killed']);

  const next = watching([killedAfter, killedBefore], [began('copy'), succeeded('copy')]);
  next.take(succeeded('copy'));
  expect(next.deaths).toEqual([]);
  expect([killedBefore, killedAfter].map(one => one.kind === 'engine_killed' && next.mayKill(one))).toEqual([
    false,
    false,
  ]);
  expect(next.came()).toEqual([true, true]);
});

test('a question counts from when it was asked first, by the clock of the host', () => {
  const watch = watching([jump, {kind: 'approver_away', step: 'may_we', escalation: 'away'}], [began('copy')]);
  expect(watch.askedAtMs('may_we')).toBeUndefined();
  watch.take(asked('may_we', '2026-11-23T04:05:00.000Z'));
  watch.take(asked('may_we', '2026-11-23T05:00:00.000Z'));

  expect(watch.askedAtMs('may_we')).toBe(Date.parse('2026-11-23T03:05:00.000Z'));
  expect(watch.came()).toEqual([true, true]);
});

test('each is told in words', () => {
  const list: readonly Inject[] = [
    {...fails, exit: 2},
    {kind: 'output_lies', step: 'count', attempt: 2, says: {'json.lost': 0}},
    {kind: 'approver_away', forMs: 1_200_000, escalation: 'away'},
    {kind: 'tool_missing', tool: 'pg_dump'},
    {...jump, byMs: -5_400_000},
    killedBefore,
  ];

  expect(watching(list).known()).toEqual([
    {inject: 'copy fails with exit code 2 at attempt 1: no', came: false},
    {inject: 'count lies at attempt 2: json.lost = 0', came: false},
    {inject: 'everybody who approves is away for 20 min, and so is whoever is called in their place', came: false},
    {inject: 'pg_dump is not found by the steps', came: true},
    {inject: 'the wall clock of the engine is set back by 1 h 30 min at attempt 1 of copy', came: false},
    {inject: 'the engine is killed before the effect of attempt 1 of copy', came: false},
  ]);
});
