/** What is said of a runbook and of a run that waits, in words. */
import {expect, test} from 'vitest';
import {againstRto, drilledWords, owedWords, waitingWords} from '../../../../src/report/home/home-words.ts';
import {owedIn} from '../../../../src/report/home/owed-in.ts';
import {brief, drill, homeNowMs, runbook} from '../../../support/home-sample.ts';

const hourMs = 3_600_000;

test('a runbook that was never drilled is called that, and so is one that cannot be', () => {
  expect(drilledWords(runbook(), homeNowMs)).toBe('NEVER DRILLED.');
  expect(drilledWords(runbook({canDrill: false}), homeNowMs)).toBe('NEVER DRILLED, and it has no drill block.');
});

test('a drill that an incident came after still counts, and the incident is told', () => {
  const runs = [brief({outcome: 'recovered'}), drill(1, 30)];
  expect(drilledWords(runbook({runs}), homeNowMs)).toBe(
    'Last drill 2026-11-22 (1 day ago): passed, RTA 30 min 00 s, RTO 1 h met. 1 drill in all. 1 incident.',
  );
});

test('a drill that was a variant is told by its name', () => {
  const runs = [drill(1, 30, {variant: 'late_search'})];
  expect(drilledWords(runbook({runs}), homeNowMs)).toBe(
    'Last drill 2026-11-22 (1 day ago), variant late_search: passed, RTA 30 min 00 s, RTO 1 h met. 1 drill in all.',
  );
});

test('an objective is met, missed, not decided, or not there, in words', () => {
  const times = {rtaMs: hourMs / 2, rtoMs: hourMs};
  expect(againstRto({...times, rtoMet: true})).toBe('RTA 30 min 00 s, RTO 1 h met');
  expect(againstRto({...times, rtaMs: 2 * hourMs, rtoMet: false})).toBe('RTA 2 h 00 min, RTO 1 h MISSED');
  expect(againstRto({...times, rtaMs: null, rtoMet: null})).toBe('RTA not measured, RTO 1 h not decided');
  expect(againstRto({rtaMs: hourMs, rtoMs: null, rtoMet: null})).toBe('RTA 1 h 00 min, no RTO');
});

test('what is owed says who, until when, and how late it is', () => {
  const owed = {
    what: 'duty',
    text: 'Stop application writes',
    owner: 'Ada Lovelace',
    liftedBy: 'open_writes',
    untilMs: homeNowMs - hourMs,
    run: brief().run,
    mode: 'incident',
    listedUntilMs: null,
  } as const;
  expect(owedWords(owed, homeNowMs)).toBe(
    'To be lifted: Stop application writes by step open_writes, until 01:52 UTC, OVERDUE by 1 h 00 min; Ada Lovelace owes it (INCIDENT k7q2xw).',
  );
  expect(
    owedWords({...owed, what: 'deadline', liftedBy: null, owner: null, untilMs: homeNowMs + hourMs}, homeNowMs),
  ).toBe(
    'Deadline: Stop application writes, until 03:52 UTC, in 1 h 00 min; the runbook names nobody for it (INCIDENT k7q2xw).',
  );
});

test('a run that nobody is waited for says what it was doing', () => {
  const open = {run: brief().run, stands: 'free', phones: {}, labIsGone: false} as const;
  expect(waitingWords({...open, brief: brief({working: ['Restore']})}, homeNowMs)).toEqual([
    'At work when the last fact was recorded: Restore. The last fact is of 02:50 UTC.',
  ]);
  expect(waitingWords({...open, brief: brief({lastAtMs: null})}, homeNowMs)).toEqual(['Waits for nobody.']);
});

test('a deadline of a run that is over says that it cannot be acknowledged, and until when it is listed', () => {
  const deadline = {
    what: 'deadline',
    text: 'Tell the regulator.',
    owner: 'Grace Hopper',
    liftedBy: null,
    untilMs: homeNowMs + hourMs,
  } as const;
  const owed = owedIn(brief({outcome: 'recovered', owed: [deadline]}), homeNowMs);
  expect(owed.map(one => owedWords(one, homeNowMs))).toEqual([
    'Deadline: Tell the regulator, until 03:52 UTC, in 1 h 00 min; Grace Hopper owes it (INCIDENT k7q2xw). Its run is over and takes no acknowledgement: it is listed until 2026-12-23.',
  ]);
});
