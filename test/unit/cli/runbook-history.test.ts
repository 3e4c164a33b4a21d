/** What earlier runs say of a runbook: which branches were drilled, and how long its steps really took. */
import {expect, test} from 'vitest';
import {historyIn, historyOf} from '../../../src/cli/runbook-history.ts';
import type {Actor, Fact} from '../../../src/run/event.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {makeDesk} from '../../support/lifeboat.ts';
import {run} from '../../support/run.ts';

const drill = (branch: string, minutes: number) =>
  run(deletion, [
    '0s start',
    '0s asked tell_people',
    '1s succeeded tell_people',
    '1m began stop_writes',
    `${1 + minutes}m succeeded stop_writes`,
    `${2 + minutes}m chosen choose_path ${branch}`,
    `${3 + minutes}m ended recovered`,
  ]);

test('branches count that a drill took, and the time of what was really done, the newest last', () => {
  const history = historyOf([drill('point_in_time', 2), drill('point_in_time', 4)]);

  expect(history.drills).toBe(2);
  expect(history.drilled).toEqual(new Set(['choose_path:point_in_time']));
  // A robot answers at once: what a person takes is seen in incidents.
  expect([...history.tookMs]).toEqual([['stop_writes', [120_000, 240_000]]]);
});

test('a drill in which things went wrong on purpose has drilled its branches, and teaches no times', () => {
  const told = drill('point_in_time', 2);
  const [first, ...rest] = told.facts;
  const sealed: Fact | undefined = first && {
    ...first,
    type: 'injects-sealed',
    file: 'injects.sealed',
    sha256: 'c0ffee',
  };
  const history = historyOf([{...told, facts: [first, sealed, ...rest].filter(fact => fact !== undefined)}]);

  expect(history.drilled).toEqual(new Set(['choose_path:point_in_time']));
  expect(history.tookMs.size).toBe(0);
});

test('an incident shows what people take, and drills no branch', () => {
  const incident = run(
    deletion,
    ['0s start', '0s asked tell_people', '7m succeeded tell_people', '8m chosen choose_path dump'],
    {
      mode: 'incident',
    },
  );

  expect(historyOf([incident])).toEqual({
    drills: 0,
    drilled: new Set(),
    tookMs: new Map([['tell_people', [420_000]]]),
    tookInIncidentsMs: new Map([['tell_people', [420_000]]]),
  });
});

const rehearsed = (by: Actor) => {
  const told = run(
    deletion,
    [
      '0s start',
      '0s asked tell_people',
      '1s succeeded tell_people',
      '1m began stop_writes',
      '3m succeeded stop_writes',
      '3m asked choose_path',
      '5m chosen choose_path dump',
      '25m succeeded choose_path',
    ],
    {mode: 'incident'},
  );
  const said = (type: string) => type === 'succeeded' || type === 'chosen';
  return {...told, facts: told.facts.map(fact => (said(fact.type) ? {...fact, actor: by} : fact))};
};

test('what was answered from a file shows how long actions take, and nothing of people', () => {
  const {tookMs} = historyOf([rehearsed({name: 'ada', via: 'answers'})]);

  expect([...tookMs]).toEqual([['stop_writes', [120_000]]]);
});

test('the time of a decision is that of its question', () => {
  const {tookMs} = historyOf([rehearsed({name: 'ada', via: 'plain'})]);

  expect(tookMs.get('tell_people')).toEqual([1_000]);
  expect(tookMs.get('choose_path')).toEqual([120_000]);
});

test('a person whose work is checked afterwards has answered all the same', () => {
  const told = run(
    deletion,
    ['0s start', '0s asked tell_people', '7m performed tell_people', '8m succeeded tell_people'],
    {
      mode: 'incident',
    },
  );
  const checked = told.facts.map(
    (fact): Fact => (fact.type === 'succeeded' ? {...fact, actor: {name: 'lifeboat', via: 'engine'}} : fact),
  );

  expect(historyOf([{...told, facts: checked}]).tookMs.get('tell_people')).toEqual([480_000]);
});

test('the time of an attempt is its own, and one that failed says nothing', () => {
  const {tookMs} = historyOf([
    run(deletion, [
      '0s start',
      '1m began stop_writes',
      '9m failed stop_writes',
      '20m retried stop_writes',
      '30m began stop_writes',
      '33m succeeded stop_writes',
    ]),
  ]);

  expect(tookMs.get('stop_writes')).toEqual([180_000]);
});

test('where there are no runs nothing is said', () => {
  expect(historyIn(makeDesk().state)('accidental-deletion')).toBeUndefined();
});
