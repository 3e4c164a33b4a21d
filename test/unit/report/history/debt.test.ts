/** What is owed: parts that nobody has gone through, and those that have changed since. */
import {expect, test} from 'vitest';
import {type Debt, debtOf, isPaid} from '../../../../src/report/history/debt.ts';
import {debtLines, debtWords, neverLines, owedPartsWords} from '../../../../src/report/history/debt-words.ts';
import type {PartNow} from '../../../../src/report/history/used-parts.ts';
import type {Exercise} from '../../../../src/run/exercise.ts';
import {drill} from '../../../support/home-sample.ts';

const part = (name: string, digest = 'now', change: Partial<PartNow> = {}): PartNow => {
  const [kind = 'step', path = ''] = name.split(' ');
  return {name, kind: kind as PartNow['kind'], path, title: `Do ${path}`, drill: 'run', digest, ...change};
};

const went = (parts: Exercise['parts'], change: Partial<Exercise> = {}): Exercise => ({
  text: 'old',
  executor: 'ada',
  parts,
  simulated: [],
  ...change,
});

const digests = new Map([
  [
    'old',
    new Map([
      ['step put_back', 'then'],
      ['step look', 'now'],
      ['branch way:dump', 'now'],
    ]),
  ],
  ['new', new Map([['step put_back', 'now']])],
]);

const owed = (
  parts: readonly PartNow[],
  runs: Parameters<typeof debtOf>[1]['runs'],
  variants = [null] as const,
): Debt => debtOf(parts, {runs, digests, variants});

test('what no run went through comes first, what did something else then is told apart, and the rest with its last time', () => {
  const last = drill(1, 30, {exercise: went({'step look': [400, null], 'step put_back': [900, 'robot']})});
  const {never, changed, exercised} = owed([part('step look'), part('undo look'), part('step put_back')], [last]);
  expect(never.map(({name}) => name)).toEqual(['undo look']);
  expect(changed).toMatchObject([{path: 'put_back', runs: 1, last: {by: 'robot', isSame: false}}]);
  expect(exercised).toMatchObject([{path: 'look', last: {by: 'ada', tookMs: 400, run: last.run}}]);
});

test('what was gone through as it is now counts, also where it did something else in a later run', () => {
  const now = drill(9, 30, {exercise: went({'step put_back': [900, null]}, {text: 'new'})});
  const other = drill(1, 30, {exercise: went({'step put_back': [700, null]})});
  expect(owed([part('step put_back')], [other, now]).exercised).toMatchObject([{last: {run: now.run}, runs: 2}]);
});

test('where the text of a run cannot be read any more, nobody claims that it did the same', () => {
  const gone = drill(1, 30, {exercise: went({'step look': [400, null]}, {text: 'gone'})});
  const {unknown, changed, exercised} = owed([part('step look')], [gone]);
  expect([unknown.length, changed.length, exercised.length]).toEqual([1, 0, 0]);
});

test('what was only told is owed, and a part says why a drill never does it', () => {
  const told = drill(1, 30, {exercise: went({}, {simulated: ['fence']})});
  const debt = owed([part('step fence', 'now', {drill: 'simulate'}), part('step call')], [told]);
  expect(debt.never).toMatchObject([
    {path: 'fence', wasSimulated: true},
    {path: 'call', wasSimulated: false},
  ]);
  expect(neverLines(debt, 1)).toEqual(['step fence, Do fence (a drill only tells it)', 'and 1 more']);
});

test('each drill of the runbook is owed once, by its variant; an incident pays none', () => {
  const block = drill(3, 30);
  const incident = drill(2, 30, {mode: 'incident', variant: 'late'});
  const debt = debtOf([], {runs: [incident, block], digests, variants: [null, 'late']});
  expect(debt.variants).toMatchObject([
    {variant: null, runs: 1, last: {run: block.run}},
    {variant: 'late', last: null},
  ]);
  expect(isPaid(debt)).toBe(false);
  expect(debtWords(debt)).toBe('Drill debt: 1 of 2 drills never run.');
});

test('the words count what is owed, and say when nothing is', () => {
  const run = drill(1, 30, {exercise: went({'step look': [400, null], 'step put_back': [900, null]})});
  const some = owed([part('step look'), part('step put_back'), part('branch way:copy')], [run]);
  expect(debtWords(some)).toBe('Drill debt: 1 of 3 parts never gone through, 1 changed since.');
  const none = owed([part('step look')], [run]);
  expect(debtWords(none)).toBe('No drill debt: each of 1 part was gone through as it is now.');
  expect(owedPartsWords({debt: some, runs: []})).toBeUndefined();
});

test('the lines name each part with the last run that went through it', () => {
  const last = drill(1, 30, {
    exercise: went({'step look': [400, null], 'branch way:dump': [null, 'robot']}),
    variant: 'late',
  });
  expect(debtLines(owed([part('step look'), part('branch way:dump'), part('undo look')], [last]), 'shop-down')).toEqual(
    [
      'Drill debt: 1 of 3 parts never gone through, 1 of 1 drill never run.',
      'Never gone through:',
      '  way back of look, Do look',
      'Drills:',
      '  the drill block itself: NEVER RUN; lifeboat drill shop-down',
      'Gone through as they are now:',
      '  step look, Do look: last 2026-11-22, DRILL drlaa1, variant late, by ada, in 1 run in all',
      '  branch way:dump, Do way:dump: last 2026-11-22, DRILL drlaa1, variant late, by robot, in 1 run in all',
    ],
  );
});
