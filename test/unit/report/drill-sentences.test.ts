/** What is said of a drill's injects: while it goes on that there are some, and at its end which, and whether they came about. */
import {expect, test} from 'vitest';
import {injectLines} from '../../../src/report/drill-sentences.ts';
import {eventLines} from '../../../src/report/event-line.ts';
import {summarise, summaryLines} from '../../../src/report/summary.ts';
import type {FactBody} from '../../../src/run/event.ts';
import {fold} from '../../../src/run/fold.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

const sealed: FactBody = {type: 'injects-sealed', file: 'injects.sealed', sha256: '90124fe60eb8eaeab9c4a1dad0c88dbf'};
const told: FactBody = {
  type: 'injects-opened',
  file: 'injects.yaml',
  sha256: 'c0ffee',
  injects: [
    {inject: 'stop_writes fails at attempt 1: permission denied', came: true},
    {inject: 'pg_dump is not found by the steps', came: false},
  ],
};

const drillWith = (...bodies: readonly FactBody[]) => {
  const {facts} = run(deletion, ['0s start', '1s ended recovered']);
  const [first, ...rest] = facts;
  const own = bodies.map(body => ({...(rest[0] ?? first), ...body}) as (typeof facts)[number]);
  const all = [first, ...own, ...rest].filter(fact => fact !== undefined);
  return {own, state: fold(deletion.outline, all)};
};

test('while it goes on, nothing but that there are injects, and what is promised of them', () => {
  const {own, state} = drillWith(sealed);

  expect(own.flatMap(fact => eventLines(fact, state))).toEqual([
    '02:47:00 This drill has sealed injects: something goes wrong on purpose, and what is told at the end. The SHA-256 of what is sealed begins with 90124fe60eb8eaea.',
  ]);
  expect(injectLines(state.injects)).toEqual(['The drill has sealed injects, which are told at its end.']);
});

test('at its end each with whether it came about, in the closing summary', () => {
  const {own, state} = drillWith(sealed, told);

  expect(own.slice(1).flatMap(fact => eventLines(fact, state))).toEqual([
    '02:47:00 The injects of this drill are told: 1 of 2 came about.',
  ]);
  expect(summaryLines(summarise(state, {nowMs: 0}))).toEqual(
    expect.arrayContaining([
      'Injects, sealed until the drill had ended:',
      '  came about: stop_writes fails at attempt 1: permission denied',
      '  did not come about: pg_dump is not found by the steps',
    ]),
  );
});

test('of a drill without them nothing is said', () => {
  expect(injectLines(drillWith().state.injects)).toEqual([]);
});
