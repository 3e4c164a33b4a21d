/** How far an expression can be told while a part of it does not exist yet. */
import {expect, test} from 'vitest';
import {type Part, partOf} from '../../../../src/runbook/expressions/partly-told.ts';

/** `yes` and `no` are there, `broken` is there and fails; everything of `steps` comes later. */
const part = (expression: string): Part =>
  partOf(expression, {
    waitsFor: ({path: [root, id]}) => (root === 'steps' ? [`steps.${id}`] : []),
    tell: condition => ({yes: true, no: false, '(no || no) && yes': false, 'no || yes': true})[condition],
  });

const told = (expression: string): Part => ({is: 'told', expression});
const open = (expression: string, ...waitsFor: readonly string[]): Part => ({is: 'open', expression, waitsFor});

test('what reads nothing of later is told as it stands', () => {
  expect(part('inputs.table + inputs.host')).toEqual(told('inputs.table + inputs.host'));
  expect(part('this is no expression (')).toEqual(told('this is no expression ('));
});

test('what waits names each thing once', () => {
  expect(part('steps.find.outputs.n + steps.find.outputs.m + steps.look.outputs.n')).toEqual(
    open('steps.find.outputs.n + steps.find.outputs.m + steps.look.outputs.n', 'steps.find', 'steps.look'),
  );
});

test.each([
  ['no && steps.a.choice == "x"', 'false'],
  ['steps.a.choice == "x" && no', 'false'],
  ['yes || steps.a.choice == "x"', 'true'],
  ['!(no && steps.a.choice == "x")', 'true'],
  ['((no || no) && yes) && steps.a.choice == "x"', 'false'],
  ['(no || yes) ? no : steps.a.choice == "x"', 'false'],
])('one side decides: %s is %s', (expression, truth) => {
  expect(part(expression)).toEqual(told(truth));
});

test.each([
  'yes && steps.a.choice == "x"',
  'no || steps.a.choice == "x"',
  '!steps.a.outputs.up',
  'broken && steps.a.x',
])('where the other side decides it stays open: %s', expression => {
  expect(part(expression)).toEqual(open(expression, 'steps.a'));
});

test('of a choice only the branch that is taken counts', () => {
  expect(part("yes ? 'all' : steps.a.outputs.n")).toEqual(told("'all'"));
  expect(part("no ? 'all' : steps.a.outputs.n")).toEqual(open('steps.a.outputs.n', 'steps.a'));
  expect(part('no ? 1 : (yes ? (steps.a.outputs.n + 1) : steps.b.outputs.n)')).toEqual(
    open('steps.a.outputs.n + 1', 'steps.a'),
  );
  expect(part("steps.a.outputs.up ? 'up' : 'down'")).toEqual(open("steps.a.outputs.up ? 'up' : 'down'", 'steps.a'));
});

test('brackets around a side, and brackets in quoted texts, are told apart', () => {
  expect(part("no ? ')' : (steps.a.outputs.text + '(') + ')'")).toEqual(
    open("(steps.a.outputs.text + '(') + ')'", 'steps.a'),
  );
});
