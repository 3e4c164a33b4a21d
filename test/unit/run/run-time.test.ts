/** The time of a run: what the wall clock was set by is in no difference of it. */
import {expect, test} from 'vitest';
import type {Fact, FactBody} from '../../../src/run/event.ts';
import {fold} from '../../../src/run/fold.ts';
import {inRunTime, jumpBetweenSessions, runTimeAt, runTimesOf} from '../../../src/run/run-time.ts';
import {timing} from '../../../src/run/timing.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run, startMs} from '../../support/run.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

type Opened = Extract<FactBody, {type: 'session-opened'}>;

const opened = (more: Partial<Opened> = {}): Opened => ({
  type: 'session-opened',
  boot: 'boot-1',
  bootUs: 5_000_000_000,
  pid: 4711,
  user: 'ada',
  host: 'ops-1',
  zone: 'Europe/Vienna',
  program: 'lifeboat 0.1.0',
  ...more,
});

const factAt = (minutes: number, body: FactBody, session = 1): Fact => ({
  seq: minutes,
  sync: -1,
  session,
  at: new Date(startMs + minutes * minuteMs).toISOString(),
  monoUs: 0,
  actor: {name: 'lifeboat', via: 'engine'},
  ...body,
});

const setBack: FactBody = {type: 'clock-jumped', byMs: -2 * hourMs, against: 'boot'};

test('a fact after a jump is put back by it, and so is the jump itself', () => {
  const clock = {jumpedMs: 0};

  expect(inRunTime(clock, factAt(0, opened())).at).toBe('2026-11-23T02:47:00.000Z');
  expect(inRunTime(clock, factAt(-119, setBack)).at).toBe('2026-11-23T02:48:00.000Z');
  expect(inRunTime(clock, factAt(-118, {type: 'continued'})).at).toBe('2026-11-23T02:49:00.000Z');
  expect(runTimeAt(clock, startMs - 117 * minuteMs)).toBe(startMs + 3 * minuteMs);
});

test('the times of a run whose clock was set twice go on as if it had not been', () => {
  const facts = [
    factAt(0, opened()),
    factAt(-119, setBack),
    factAt(-118, {type: 'continued'}),
    factAt(600, {type: 'clock-jumped', byMs: 717 * minuteMs, against: 'monotonic'}),
    factAt(601, {type: 'continued'}),
  ];
  expect(runTimesOf(facts).map(atMs => (atMs - startMs) / minuteMs)).toEqual([0, 1, 2, 3, 4]);
});

test('a recovery time is what it was, whatever the clock showed', () => {
  const steady = run(deletion, ['0s start', '2m began stop_writes', '12m succeeded stop_writes']);
  const set = steady.facts.flatMap((fact): Fact[] => {
    const later = {...fact, at: new Date(Date.parse(fact.at) + 2 * hourMs).toISOString()};
    if (fact.type === 'succeeded') {
      return [{...factAt(12, {type: 'clock-jumped', byMs: 2 * hourMs, against: 'boot'}), at: later.at}, later];
    }
    return [fact];
  });
  const state = fold(deletion.outline, set);

  expect(state.steps.get('stop_writes')).toEqual(steady.state.steps.get('stop_writes'));
  expect(timing(state, steady.lastMs)).toEqual(timing(steady.state, steady.lastMs));
  expect(state.clockJumps).toMatchObject([{byMs: 2 * hourMs, atMs: startMs + 12 * minuteMs}]);
});

test('between two sessions of one start of the host, boot time tells what the clock was set by', () => {
  const facts = [factAt(0, opened()), factAt(1, {type: 'continued'})];
  const tenMinutesLater = opened({bootUs: 5_000_000_000 + 10 * minuteMs * 1_000});
  const jumpAt = (minutes: number) => jumpBetweenSessions(facts, tenMinutesLater, startMs + minutes * minuteMs);

  expect(jumpAt(10)).toBeUndefined();
  expect(jumpAt(130)).toEqual({type: 'clock-jumped', byMs: 2 * hourMs, against: 'former-session'});
  expect(jumpAt(-110)).toEqual({type: 'clock-jumped', byMs: -2 * hourMs, against: 'former-session'});
});

test('what the session before had recorded by itself is not found again; what it found when it was opened is in its time', () => {
  const own = [factAt(0, opened()), factAt(-119, setBack)];
  const found = [factAt(0, opened()), factAt(0, {...setBack, against: 'former-session'})];
  const tenMinutesLater = opened({bootUs: 5_000_000_000 + 10 * minuteMs * 1_000});

  expect(jumpBetweenSessions(own, tenMinutesLater, startMs - 110 * minuteMs)).toBeUndefined();
  expect(jumpBetweenSessions(found, tenMinutesLater, startMs + 10 * minuteMs)).toBeUndefined();
});

test('after a restart of the host the wall clock is taken, and the times are marked as uncertain', () => {
  const {facts} = run(deletion, ['0s start']);
  const first = factAt(0, opened());
  const isUncertain = (second: Opened): boolean =>
    fold(deletion.outline, [...facts, first, factAt(9, second, 2)]).isTimeUncertain;

  expect(jumpBetweenSessions([first], opened({boot: 'boot-2', bootUs: 9_000_000}), startMs)).toBeUndefined();
  expect(isUncertain(opened({boot: 'boot-2', bootUs: 9_000_000}))).toBe(true);
  expect(isUncertain(opened({bootUs: 5_540_000_000}))).toBe(false);
  // A container that was restarted on the same host.
  expect(isUncertain(opened({bootUs: 60_000_000}))).toBe(true);
  expect(jumpBetweenSessions([first], opened({bootUs: 60_000_000}), startMs + hourMs)).toBeUndefined();
  const {bootUs: _unknown, ...untimed} = opened();
  expect(isUncertain(untimed)).toBe(true);
});
