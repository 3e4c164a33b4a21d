/** Choices that a record has no answer for: what each branch would lead to, and which one is followed. */
import {expect, test} from 'vitest';
import {
  by,
  done,
  estimate,
  finish,
  freeze,
  minutes,
  rebuild,
  restore,
  serving,
  start,
  stop,
  tell,
  version,
  way,
} from '../../../support/lost-shop.ts';
import {branch, decisionStep} from '../../../support/model.ts';

test('a branch with another name is followed where the record has its steps, and each branch is told', () => {
  const renamed = decisionStep('way', [branch('backup', [restore]), branch('anew', [rebuild])], {title: way.title});
  const what = by(version([tell, stop, renamed, start, serving, done]));
  expect(what.parting).toMatchObject({why: 'choice', fact: {type: 'chosen'}, wants: ['way']});
  expect(what.choices).toMatchObject([{step: 'way', followed: 'backup'}]);
  expect(
    what.choices[0]?.branches.map(({branch: name, p50Ms, p90Ms}) => [name, minutes(p50Ms), minutes(p90Ms)]),
  ).toEqual([
    ['backup', 30, 30],
    ['anew', 102, 132],
  ]);
  expect(finish(what)).toEqual([30, 30, 0]);
});

test('where nothing recorded fits one branch, it is told as far as that, and what each branch would lead to', () => {
  const where = decisionStep('where', [branch('here', [freeze]), branch('there', [])], {
    title: 'Where?',
    estimate: estimate(1),
  });
  const what = by(version([tell, stop, where, way, start, serving, done]));
  expect(what.stop).toEqual({why: 'choice', step: 'where'});
  expect(what.choices).toMatchObject([{step: 'where', followed: null}]);
  expect(
    what.choices[0]?.branches.map(({branch: name, p50Ms, p90Ms}) => [name, minutes(p50Ms), minutes(p90Ms)]),
  ).toEqual([
    ['here', 35, 38],
    ['there', 31, 31],
  ]);
  // The longest counts, as in every projection.
  expect(finish(what)).toEqual([35, 38, 5]);
});

test('a question whose other answers end the run otherwise is followed as the run went on', () => {
  const second = decisionStep('second', [branch('agrees', []), branch('refuses', [], {end: 'escalated'})], {
    title: 'Ask a second person',
    estimate: estimate(4, 9),
  });
  const what = by(version([tell, stop, second, way, start, serving, done]));
  expect(what.choices).toMatchObject([
    {
      step: 'second',
      followed: 'agrees',
      branches: [
        {branch: 'agrees', isRecovery: true, outcome: 'recovered'},
        {branch: 'refuses', isRecovery: false, outcome: 'escalated'},
      ],
    },
  ]);
  expect(finish(what)).toEqual([34, 39, 4]);
});
