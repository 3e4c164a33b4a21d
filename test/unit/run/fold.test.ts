/** Facts make state: what each of them changes. */
import {expect, test} from 'vitest';
import {apply, fold, notStarted} from '../../../src/run/fold.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {recorded} from '../../support/histories.ts';
import {run, startMs} from '../../support/run.ts';

const minuteMs = 60_000;

test('before the first fact every step of the outline is there and pending', () => {
  const {status, steps} = notStarted(deletion.outline);
  expect(status).toBe('not-started');
  expect(new Set([...steps.values()].map(step => step.status))).toEqual(new Set(['pending']));
  expect(steps.get('choose_path:point_in_time/restore')?.depth).toBe(1);
});

test('a failed step keeps its reason, and the time that a person was waited for is counted', () => {
  const {state} = run(deletion, ['0s start', '1m asked tell_people', '4m failed tell_people nobody answers']);
  expect(state.steps.get('tell_people')).toMatchObject({
    status: 'held',
    reason: 'nobody answers',
    waitingMs: 3 * minuteMs,
    startedAtMs: startMs + minuteMs,
  });
});

test('of an event that is marked twice the first counts', () => {
  const {state} = run(deletion, ['0s start', '1m marked declaration 30s', '2m marked declaration 90s']);
  expect(state.events.get('declaration')).toEqual({atMs: startMs + 30_000, source: 'typed'});
});

test('a check shows its last answer', () => {
  const {state} = run(deletion, [
    '0s start',
    '0s began stop_writes',
    '1m performed stop_writes',
    '1m probed stop_writes verify 0 no 3 sessions',
    '2m probed stop_writes verify 0 ok none',
  ]);
  expect(state.steps.get('stop_writes')?.checks).toMatchObject([{ok: true, detail: 'none'}]);
});

test('a check before a step begins is no attempt, and the step is still pending', () => {
  const {state} = run(deletion, ['0s start', '0s probed stop_writes requires 0 no standby']);
  expect(state.steps.get('stop_writes')).toMatchObject({status: 'pending', attempt: 0});
});

test('skipping, overriding and a typed approval are deviations', () => {
  const {state} = run(deletion, ['0s start', '1m skipped tell_people no time', '2m overridden stop_writes by hand']);
  expect(state.deviations.map(({kind, step, reason}) => `${kind} ${step}: ${reason}`)).toEqual([
    'skipped tell_people: no time',
    'overridden stop_writes: by hand',
  ]);
});

test('when a run ends, what was pending is not reached', () => {
  const {state} = run(deletion, ['0s start', '1m succeeded tell_people', '2m ended aborted']);
  expect(state).toMatchObject({status: 'ended', outcome: 'aborted', endedAtMs: startMs + 2 * minuteMs});
  expect(state.steps.get('tell_people')?.status).toBe('succeeded');
  expect(state.steps.get('stop_writes')?.status).toBe('not-reached');
});

test('a recovery point counts only until the clock stops', () => {
  const {state, facts} = run(deletion, ['0s start', '1m succeeded stop_writes recovery-point']);
  expect(state.recoveryPointMs).toBe(startMs - 301_000);
  const stopped = {
    ...facts[0],
    seq: 0,
    type: 'event-marked',
    event: 'service_restored',
    time: '2026-11-23T02:47:30Z',
    source: 'typed',
  };
  const [first, ...rest] = facts;
  const late = fold(deletion.outline, [...(first ? [first] : []), stopped as never, ...rest]);
  expect(late.recoveryPointMs).toBeUndefined();
});

test('a fact about a step that the outline does not know changes nothing', () => {
  const {state} = run(deletion, ['0s start', '1m succeeded no_such_step']);
  expect(state.steps.has('no_such_step')).toBe(false);
});

/** The deletion runbook whose second step finds out when it happened. */
const measuring = {
  ...deletion,
  outline: {
    ...deletion.outline,
    steps: deletion.outline.steps.map(step =>
      step.id === 'stop_writes' ? {...step, measures: {committed_at: 'disruption' as const}} : step,
    ),
  },
};

const found = (committedAt: string, source: 'typed' | 'lab') => {
  const {state, facts} = run(measuring, ['0s start', '1s marked declaration 0s', '2s began stop_writes'], {
    disruptedBefore: null,
  });
  const place = {step: 'stop_writes', attempt: 1} as const;
  for (const body of [
    {type: 'event-marked', event: 'disruption', time: '2026-11-23T02:40:00.000Z', source},
    {type: 'succeeded', ...place, outputs: {committed_at: committedAt}},
  ] as const) {
    apply(state, {...recorded(body, facts.length), at: '2026-11-23T02:50:00.000Z'});
  }
  return state.events.get('disruption');
};

test('an instant that a step measured corrects one that was typed', () => {
  const exact = '2026-11-23T02:43:07.120Z';
  expect(found(exact, 'typed')).toEqual({atMs: Date.parse(exact), source: 'probe'});
});

test('the lab’s own word stands, and nothing is set to the future or to what is no time', () => {
  const typed = {atMs: Date.parse('2026-11-23T02:40:00.000Z'), source: 'typed'};
  expect(found('2026-11-23T02:43:07.120Z', 'lab')).toEqual({...typed, source: 'lab'});
  expect(found('2026-11-23T02:51:00.000Z', 'typed')).toEqual(typed);
  expect(found('yesterday', 'typed')).toEqual(typed);
});

test('a drill that was a variant keeps its name, and another one has none', () => {
  const {facts, state} = run(deletion, ['0s start', '1m asked tell_people']);
  expect(state.variant).toBeUndefined();
  const named = facts.map(fact => (fact.type === 'run-started' ? {...fact, variant: 'late_search'} : fact));
  expect(fold(deletion.outline, named).variant).toBe('late_search');
});
