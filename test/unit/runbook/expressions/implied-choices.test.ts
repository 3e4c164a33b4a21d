/** What conditions say about the branches that were chosen. */
import {expect, test} from 'vitest';
import {
  choicesAround,
  type ImpliedChoice,
  impliedChoices,
} from '../../../../src/runbook/expressions/implied-choices.ts';

const said = (found: readonly ImpliedChoice[]): readonly string[] =>
  found.map(({decision, branches}) => `${decision}: ${branches.join(' or ')}`);
const implied = (condition: string): readonly string[] => said(impliedChoices(condition));

test('a comparison says which branch was chosen, from either side, and a list says which ones', () => {
  expect(implied("steps.way.choice == 'dump'")).toEqual(['way: dump']);
  expect(implied("'dump' == steps.way.choice")).toEqual(['way: dump']);
  expect(implied("steps.way.choice in ['dump', 'archive']")).toEqual(['way: dump or archive']);
});

test('all of an "and" holds, and of an "or" what both sides say of one decision', () => {
  expect(implied("inputs.deep && steps.way.choice == 'dump' && steps.form.choice == 'a'")).toEqual([
    'way: dump',
    'form: a',
  ]);
  expect(implied("steps.way.choice == 'dump' || steps.way.choice == 'archive'")).toEqual(['way: dump or archive']);
  expect(implied("steps.way.choice == 'dump' || inputs.deep")).toEqual([]);
  expect(implied("steps.way.choice == 'dump' || steps.form.choice == 'a'")).toEqual([]);
});

test('a condition that speaks of one decision again and again says no more of it', () => {
  const again = (between: string, each: (index: number) => string) =>
    Array.from({length: 40}, (_, index) => each(index)).join(between);

  // As a list of all that is said it would be one of 2^40.
  expect(implied(again(' || ', () => "(steps.way.choice == 'dump' && steps.way.choice == 'dump')"))).toEqual([
    'way: dump',
  ]);
  expect(implied("steps.way.choice in ['dump', 'archive'] && steps.way.choice in ['archive', 'tape']")).toEqual([
    'way: archive',
  ]);
});

test('what is denied or held against no text says nothing', () => {
  expect(implied("steps.way.choice != 'dump'")).toEqual([]);
  expect(implied("!(steps.way.choice == 'dump')")).toEqual([]);
  expect(implied('steps.way.choice == inputs.way')).toEqual([]);
  expect(implied("steps.way.choice in ['dump', inputs.way]")).toEqual([]);
  expect(implied("steps.way.outputs.choice == 'dump'")).toEqual([]);
  expect(implied('steps.way.choice ==')).toEqual([]);
});

test('a value within an expression is read where the rest of its "and" holds, or the question before it', () => {
  const around = (expression: string): readonly string[] =>
    said(choicesAround(expression, expression.indexOf('steps.list')));

  expect(around("steps.way.choice == 'dump' && steps.list.outputs.n > 1")).toEqual(['way: dump']);
  expect(around("steps.way.choice == 'dump' ? steps.list.outputs.n : 0")).toEqual(['way: dump']);
  expect(around("steps.way.choice == 'dump' ? 0 : steps.list.outputs.n")).toEqual([]);
  expect(around("steps.way.choice == 'dump' || steps.list.outputs.n > 1")).toEqual([]);
});
