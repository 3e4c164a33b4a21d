/** When runs contradict an estimate: longer anywhere, shorter only in incidents. */
import {expect, test} from 'vitest';
import type {RunbookHistory} from '../../../../src/runbook/history.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import {smallRunbook} from '../../../support/small-runbook.ts';

const text = smallRunbook(`
  - id: restore
    title: Restore the shop
    estimate: {p50: 10m, p90: 20m}
    command: [/usr/bin/restore]
`);

const minutes = (...values: readonly number[]) => new Map([['restore', values.map(value => value * 60_000)]]);

const said = (history: Partial<RunbookHistory>): readonly string[] =>
  loadRunbook(text, {
    today: '2026-11-24',
    history: () => ({drills: 0, drilled: new Set(), tookMs: new Map(), tookInIncidentsMs: new Map(), ...history}),
  })
    .diagnostics.filter(({code}) => code === 'estimate/contradicted')
    .map(({message}) => message);

test('what takes longer in a lab takes longer in an incident', () => {
  expect(said({tookMs: minutes(24, 25, 26)})).toEqual([
    '"restore" took 25 min 00 s, the middle of 3 runs; the estimate is 10 min 00 s to 20 min 00 s',
  ]);
  expect(said({tookMs: minutes(24, 25)})).toEqual([]);
});

test('what goes fast in a lab contradicts nothing, and in three incidents it does', () => {
  expect(said({tookMs: minutes(0.1, 0.1, 0.1)})).toEqual([]);
  const real = minutes(0.1, 2, 3);
  expect(said({tookMs: real, tookInIncidentsMs: real})).toEqual([
    '"restore" took 2 min 00 s, the middle of 3 incidents; the estimate is 10 min 00 s to 20 min 00 s',
  ]);
});
