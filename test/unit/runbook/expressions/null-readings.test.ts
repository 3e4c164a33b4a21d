/** Where expressions fail for null, held against what they do when they are evaluated. */
import {describe, expect, test} from 'vitest';
import {evaluate} from '../../../../src/runbook/expressions/expression.ts';
import {nullReadings} from '../../../../src/runbook/expressions/null-readings.ts';

const paths = new Set(['inputs.n', 'inputs.m']);
const failing = (expression: string): readonly string[] =>
  nullReadings(expression, paths).failing.map(({from, to, no}) => `${expression.slice(from, to)}: ${no}`);
const works = (expression: string): boolean =>
  evaluate(expression, {inputs: {n: null, m: null, l: [1], t: 'a', no: false}}).ok;

describe('what fails is found, and does fail', () => {
  test.each([
    ['inputs.n.trim()', 'null has no trim()'],
    ['inputs.n.host', 'null has no host'],
    ["inputs['n'].host", 'null has no host'],
    ['inputs.n[0]', 'null has no members'],
    ['inputs.l[inputs.n]', 'null is no place in a list'],
    ['size(inputs.n) == 0', 'size() takes no null'],
    ['string(inputs.n)', 'string() takes no null'],
    ['inputs.t.contains(inputs.n)', 'contains() takes no null'],
    ['inputs.t.matches(inputs.n)', 'matches() takes no null'],
    ['inputs.n + 1', 'null does not go with +'],
    ['1 - inputs.n', 'null does not go with -'],
    ['-inputs.n', 'null does not go with -'],
    ['inputs.n * 2', 'null does not go with *'],
    ['inputs.n / 2', 'null does not go with /'],
    ['inputs.n % 2', 'null does not go with %'],
    ['inputs.n < 2', 'null does not go with <'],
    ['inputs.n <= 2', 'null does not go with <='],
    ['2 > inputs.n', 'null does not go with >'],
    ['2 >= inputs.n', 'null does not go with >='],
    ['1 in inputs.n', 'null is no list'],
    ['inputs.n.all(x, x > 1)', 'null is no list'],
    ['inputs.l.exists(x, x > inputs.n)', 'null does not go with >'],
    ['!inputs.n', 'null is neither true nor false'],
    ['inputs.n && true', 'null is neither true nor false'],
    ['false || inputs.n', 'null is neither true nor false'],
    ['inputs.n ? 1 : 2', 'null is neither true nor false'],
    ['has(inputs.n) && inputs.n > 1', 'null does not go with >'],
    ['inputs.n == null && inputs.n > 1', 'null does not go with >'],
    ['inputs.n == null ? inputs.n + 1 : 2', 'null does not go with +'],
    ['inputs.m != 3 && inputs.n > 1', 'null does not go with >'],
    ['(inputs.n != null || inputs.no) || inputs.n > 1', 'null does not go with >'],
    ['!(inputs.n != null) && inputs.n > 1', 'null does not go with >'],
  ])('%s', (expression, no) => {
    expect(failing(expression)).toEqual([expect.stringMatching(/^inputs(\.n|\['n'\]): /)]);
    expect(failing(expression)[0]).toContain(no);
    expect(works(expression)).toBe(false);
  });
});

describe('what does not fail is not found', () => {
  test.each([
    'inputs.n',
    'inputs.n == null',
    'inputs.n == 3',
    'inputs.n in [1]',
    'has(inputs.n)',
    'has(inputs.n.host)',
    'has(inputs.n.host) && inputs.n.host == inputs.t',
    'dyn(inputs.n)',
    'type(inputs.n) == null_type',
    '[inputs.n].size() > 0',
    '{inputs.t: inputs.n}.size() > 0',
    'inputs.n != null && inputs.n > 1',
    'inputs.n > 1 && null != inputs.n',
    'inputs.n == null || inputs.n > 1',
    'inputs.n > 1 || inputs.n == null || inputs.no',
    'inputs.n != null && inputs.m != null ? inputs.n + inputs.m : 0',
    'inputs.n == null || inputs.m == null ? 0 : inputs.n + inputs.m',
    '!(inputs.n == null || inputs.no) && inputs.n > 1',
    'inputs.n == 3 && inputs.n > 1',
    "inputs.n in ['a', 'b'] && inputs.n.size() > 0",
    '(inputs.n == 1 || inputs.n == 2) && inputs.n > 1',
    'inputs.n == null ? inputs.no : inputs.n > 1 && inputs.n < 3',
    'cel.bind(x, inputs.n, x == null)',
  ])('%s', expression => {
    expect(failing(expression)).toEqual([]);
    expect(works(expression)).toBe(true);
  });
});

test('whoever asks in a way that is not understood may know it', () => {
  expect(failing('[inputs.n].exists(x, x == null) ? 0 : inputs.n + 1')).toEqual([]);
  expect(failing('(inputs.n == null) == false && inputs.n > 1')).toEqual([]);
  expect(failing('type(inputs.n) == int && inputs.n > 1')).toEqual([]);
});

test('a name that a macro binds is another', () => {
  expect(failing('[{inputs.t: 1}].all(inputs, inputs.n > 1)')).toEqual([]);
});

test('what is asked for is told from what fails', () => {
  const asked = (expression: string): readonly string[] => [...nullReadings(expression, paths).asked];

  expect(asked('inputs.n != null && inputs.m.trim() != inputs.t')).toEqual(['inputs.n']);
  expect(asked('inputs.n.size() > 0')).toEqual([]);
  expect(asked('inputs.n')).toEqual([]);
  expect(asked('inputs.n ==')).toEqual([]);
});
