/** The drills of a runbook: which was the last, and which the best. */
import {expect, test} from 'vitest';
import {drilledIn} from '../../../../src/report/home/drilled.ts';
import {brief, drill} from '../../../support/home-sample.ts';

test('the last is the latest that is over, also where it did not pass', () => {
  const [late, early] = [drill(3, 75), drill(22, 28)];
  expect(drilledIn([late, early])).toMatchObject({drills: 2, last: {run: late.run}, best: {run: early.run}});
});

test('the best passed: one that was quick and did not cure anything is none', () => {
  const quick = drill(3, 2, {drill: {passed: false, partial: false}});
  expect(drilledIn([quick])).toMatchObject({last: {run: quick.run}, best: null});
});

test('the best is one of the same variant: another way or another fault takes another time', () => {
  const [late, quick, same] = [
    drill(3, 30, {variant: 'late_search'}),
    drill(5, 2),
    drill(22, 28, {variant: 'late_search'}),
  ];
  expect(drilledIn([late, quick, same])).toMatchObject({drills: 3, last: {run: late.run}, best: {run: same.run}});
});

test('an incident is no drill', () => {
  expect(drilledIn([brief({outcome: 'recovered'})])).toBeUndefined();
  expect(drilledIn([drill(3, 30), brief()])).toMatchObject({drills: 1, incidents: 1});
});
