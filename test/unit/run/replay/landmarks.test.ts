/** What a record can be searched for. */
import {expect, test} from 'vitest';
import type {Fact} from '../../../../src/run/event.ts';
import {apply, notStarted} from '../../../../src/run/fold.ts';
import {type MarkKind, nextMark, searchLandmarks} from '../../../../src/run/replay/landmarks.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {run, startMs} from '../../../support/run.ts';

const landmarksOf = (facts: readonly Fact[]) => {
  const state = notStarted(deletion.outline);
  const search = searchLandmarks();
  for (const fact of facts) {
    apply(state, fact);
    search.see(fact, state, Date.parse(fact.at));
  }
  return search.found();
};

const {facts} = run(deletion, [
  '0s start',
  '1m began stop_writes',
  '2m failed stop_writes no privilege',
  '5m skipped stop_writes by hand',
  '6m asked choose_path',
  '8m chosen choose_path point_in_time',
  '9m asked allow_repair',
  '12m approved allow_repair Grace Hopper',
  '13m succeeded serving',
  '14m ended recovered done',
]);
const found = landmarksOf(facts);

const minutes = (kind: MarkKind) =>
  found.marks.filter(mark => mark.kind === kind).map(({atMs}) => (atMs - startMs) / 60_000);

test('deviations, decisions, milestones and where a step came to stand are marked where they were recorded', () => {
  // A typed go proves nothing, and is a decision and a deviation.
  expect(minutes('deviation')).toEqual([5, 12]);
  expect(minutes('decision')).toEqual([8, 12]);
  // The start and the disruption; the service is restored; the end.
  expect(minutes('milestone')).toEqual([0, 0, 13, 14]);
  expect(minutes('stuck')).toEqual([2]);
});

test('a mark knows its step, and a milestone what is known from there on', () => {
  expect(found.marks.find(({kind}) => kind === 'deviation')).toMatchObject({step: 'stop_writes', position: 5});
  expect(found.marks.filter(({kind}) => kind === 'milestone').map(({events}) => events)).toEqual([
    ['run_start'],
    ['disruption'],
    ['service_restored'],
    [],
  ]);
});

test('a step stands until somebody lets it go on, and at the longest to the end of the record', () => {
  const minute = (from: number, to: number) => ({fromMs: startMs + from * 60_000, toMs: startMs + to * 60_000});
  expect(found.stuck).toEqual([minute(2, 5)]);
  const left = run(deletion, [
    '0s start',
    '1m began stop_writes',
    '2m unknown stop_writes lost',
    '4m noted on the phone',
  ]);
  expect(landmarksOf(left.facts).stuck).toEqual([minute(2, 4)]);
});

test('between two sessions nobody ran it', () => {
  const resumed = facts.map((fact): Fact => ({...fact, session: fact.seq > 5 ? 2 : 1}));
  expect(landmarksOf(resumed).away).toEqual([{fromMs: startMs + 6 * 60_000, toMs: startMs + 8 * 60_000}]);
});

test('headings begin where the first of their steps was come to', () => {
  expect(found.headings.map(({title, fromMs}) => `${title} ${(fromMs - startMs) / 60_000}`)).toEqual([
    'Stop the damage 1',
    'Rebuild the moment 6',
    'Put back what was lost 9',
  ]);
});

test('the next mark is behind the moment that is shown, the one before in front of it', () => {
  const next = (kind: MarkKind | undefined, position: number, by: 1 | -1) =>
    nextMark(found, kind, {position, by})?.position;
  expect(next('deviation', 0, 1)).toBe(5);
  expect(next('deviation', 5, 1)).toBe(9);
  expect(next('deviation', 9, 1)).toBeUndefined();
  expect(next('deviation', 9, -1)).toBe(5);
  expect(next(undefined, 5, 1)).toBe(7);
  expect(next(undefined, 5, -1)).toBe(4);
});
