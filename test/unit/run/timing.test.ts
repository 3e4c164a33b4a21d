/** A run against its objectives, told as timelines. */
import {expect, test} from 'vitest';
import {timing} from '../../../src/run/timing.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run, startMs} from '../../support/run.ts';

const minuteMs = 60_000;

test('the RTO is used from the disruption on, not from the start of the run', () => {
  const {state} = run(deletion, ['0s start'], {disruptedBefore: '5m'});
  expect(timing(state, startMs + 10 * minuteMs)).toMatchObject({
    elapsedMs: 10 * minuteMs,
    rtoUsedMs: 15 * minuteMs,
    rtoLeftMs: 45 * minuteMs,
    rtaMs: null,
    rtoMet: null,
  });
});

test('the clock stops with the milestone, and the RTA stands still from then on', () => {
  const {state} = run(deletion, ['0s start', '20m succeeded serving', '22m ended recovered done']);
  expect(timing(state, startMs + 500 * minuteMs)).toMatchObject({
    rtaMs: 25 * minuteMs,
    rtoMet: true,
    elapsedMs: 22 * minuteMs,
  });
});

test('an objective is missed as soon as it is over, also while the clock runs', () => {
  const {state} = run(deletion, ['0s start']);
  expect(timing(state, startMs + 56 * minuteMs)).toMatchObject({rtoLeftMs: -minuteMs, rtoMet: false});
});

test('a clock whose start is unknown is never met', () => {
  const {state} = run(deletion, ['0s start', '1m succeeded serving', '2m ended recovered done'], {
    disruptedBefore: null,
  });
  expect(timing(state, startMs + 3 * minuteMs)).toMatchObject({
    rtoUsedMs: null,
    rtaMs: null,
    rtoMet: null,
    rpoMet: null,
  });
});

test('the data loss is the disruption minus the recovery point', () => {
  const {state} = run(deletion, ['0s start', '1m succeeded put_back recovery-point']);
  expect(timing(state, startMs + minuteMs)).toMatchObject({rpaMs: 1_000, rpoMet: true});
});

test('nothing is measured where no objective is set', () => {
  const {state} = run(deletion, ['0s start', '1m succeeded serving'], {objectives: {rtoMs: null, rpoMs: null}});
  expect(timing(state, startMs + minuteMs)).toMatchObject({rtoLeftMs: null, rtoMet: null, rpoMet: null});
});

test('the tolerable disruption is measured from the disruption, whatever the recovery clock runs from', () => {
  const objectives = {rtoMs: 30 * minuteMs, rpoMs: null, mtpdMs: 60 * minuteMs};
  const late = {disruptedBefore: '50m', objectives};
  const open = run(deletion, ['0s start'], late).state;
  const restored = run(deletion, ['0s start', '20m succeeded serving', '21m ended recovered done'], late).state;
  const at = (state: typeof open, minutes: number) => timing(state, startMs + minutes * minuteMs).tolerated;

  expect(at(open, 10)).toEqual({mtpdMs: 60 * minuteMs, lastedMs: 60 * minuteMs, met: null});
  expect(at(open, 11)).toMatchObject({met: false});
  expect(at(restored, 500)).toMatchObject({lastedMs: 70 * minuteMs, met: false});
  expect(timing(open, startMs)).toMatchObject({rtoUsedMs: 50 * minuteMs});
});

test('without a word on it no disruption is called tolerable, and with none of when it began it is not judged', () => {
  const objectives = {rtoMs: null, rpoMs: null, mtpdMs: minuteMs};
  const {state} = run(deletion, ['0s start', '1m succeeded serving'], {disruptedBefore: null, objectives});

  expect(timing(run(deletion, ['0s start']).state, startMs).tolerated).toBeUndefined();
  expect(timing(state, startMs + minuteMs).tolerated).toEqual({mtpdMs: minuteMs, lastedMs: null, met: null});
});

test('every second of a run belongs to machine, hands, approval, information or nobody', () => {
  const {state} = run(deletion, [
    '0s start',
    '0s asked tell_people',
    '1m succeeded tell_people',
    '1m began stop_writes',
    '3m succeeded stop_writes',
    '3m asked choose_path',
    '4m chosen choose_path point_in_time',
    '4m began choose_path:point_in_time/restore',
    '10m succeeded choose_path:point_in_time/restore',
    '10m asked allow_repair',
    '15m approved allow_repair Grace Hopper',
    '15m succeeded allow_repair',
  ]);
  expect(timing(state, startMs + 20 * minuteMs).split).toEqual({
    machine: 8 * minuteMs,
    handsOn: minuteMs,
    approval: 5 * minuteMs,
    information: minuteMs,
    held: 5 * minuteMs,
  });
});

test('time in which a step was held stays booked as held when the step goes on and ends', () => {
  const {state} = run(deletion, [
    '0s start',
    '0s began stop_writes',
    '1m failed stop_writes still 2 sessions',
    '11m retried stop_writes',
    '11m began stop_writes',
    '13m succeeded stop_writes',
    '13m asked choose_path',
  ]);
  expect(timing(state, startMs + 15 * minuteMs).split).toEqual({
    machine: 3 * minuteMs,
    handsOn: 0,
    approval: 0,
    information: 2 * minuteMs,
    held: 10 * minuteMs,
  });
});

test('in a pause what has not begun is held, and what runs is still at work', () => {
  const {state} = run(deletion, [
    '0s start',
    '0s began stop_writes',
    '1m paused lunch',
    '4m failed stop_writes still 2 sessions',
    '5m retried stop_writes',
    '9m continued',
    '9m began stop_writes',
  ]);
  expect(timing(state, startMs + 10 * minuteMs).split).toMatchObject({machine: 5 * minuteMs, held: 5 * minuteMs});
});

test('the recovery time is split as well, with what passed before anybody started the run', () => {
  const {state} = run(
    deletion,
    ['0s start', '1m began stop_writes', '3m succeeded stop_writes', '4m succeeded serving', '9m ended recovered done'],
    {disruptedBefore: '5m'},
  );
  expect(timing(state, startMs + 500 * minuteMs).rtaSplit).toEqual({
    before: 5 * minuteMs,
    machine: 2 * minuteMs,
    handsOn: 0,
    approval: 0,
    information: 0,
    held: 2 * minuteMs,
  });
});
