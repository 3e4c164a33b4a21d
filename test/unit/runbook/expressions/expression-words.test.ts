/** What is said about an expression that cannot be read. */
import {expect, test} from 'vitest';
import {syntaxProblem} from '../../../../src/runbook/expressions/expression.ts';
import {inOurWords, valueHint} from '../../../../src/runbook/expressions/expression-words.ts';

test.each([
  ['=', 'write == to compare'],
  ['and', 'write && for and'],
  ['constructor', 'write it like a == b && c, x ? y : z, size(list) > 0 or text.contains("x")'],
])('where "%s" is not expected there is a way out', (found, hint) => {
  const place = {from: 2, to: 2 + found.length};
  expect(inOurWords({code: 'unexpected_token', summary: 'Unexpected token: IDENTIFIER'}, `a ${found}`, place)).toEqual({
    message: `"${found}" is not expected here`,
    hint,
  });
});

test.each([
  ['not inputs.flag', 'write ! for not, like !(a && b)'],
  ['inputs.a and NOT inputs.b', 'write && for and'],
  ['inputs.a AND inputs.b', 'write && for and'],
  ['inputs.a or inputs.b', 'write || for or'],
  ['inputs.a is null', 'write x == null, or x != null'],
  ['inputs.a is not null', 'write x == null, or x != null'],
  ['inputs.a = 3', 'write == to compare'],
  ['inputs.a === 3', 'write == to compare'],
  ['inputs.a !== 3', 'write != for not equal'],
  ['inputs.a <> 3', 'write != for not equal'],
  ['inputs.a not in inputs.b', 'write !(a in list)'],
  ["inputs.a like 'x'", 'write a.contains(b), a.startsWith(b) or a.matches(b)'],
])('%s, as other languages have it, is told how it is written here', (expression, hint) => {
  expect(syntaxProblem(expression)?.hint).toBe(hint);
});

test('a value of another language is told how it is written here', () => {
  expect(['True', 'None', 'undefined', 'inputs'].map(valueHint)).toEqual([
    'write true in small letters',
    'write null for what is not there',
    'write null for what is not there',
    undefined,
  ]);
});
