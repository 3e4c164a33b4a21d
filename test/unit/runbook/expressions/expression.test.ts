/** Bare expressions: what they give, and that nothing they do can throw or hang. */
import {expect, test} from 'vitest';
import {evaluate, evaluateCondition, referencesOf} from '../../../../src/runbook/expressions/expression.ts';
import {connectionValue, durationValue, type Scope, timeValue} from '../../../../src/runbook/expressions/scope.ts';

const scope: Scope = {
  inputs: {
    database: connectionValue('postgresql://shop:s3cret@db1.example.net:6432/tickets?sslmode=require'),
    deleted_at: timeValue('2026-11-24T02:47:00.123456Z'),
    keep: durationValue(5_400_000),
    tables: ['payments', 'orders'],
    app: null,
  },
  steps: {
    find: {status: 'succeeded', outputs: {xid: 771, at: '2026-11-24T02:46:59.5Z', lost: ['a', 'b']}},
    skipped: {status: 'skipped', outputs: {xid: null}},
  },
  rows: [{n: 2, name: 'payments', share: 0.5}],
  stdout: '2026-11-24T02:46:59Z',
};

const value = (expression: string) => {
  const result = evaluate(expression, scope);
  return result.ok ? result.value : `! ${result.reason}`;
};

test.each([
  ['rows[0].n + 1', 3],
  ['rows[0].n / 2', 1],
  ['rows[0].n == 2 && rows[0].share < 1', true],
  ['rows.all(row, row.n > 1)', true],
  ['steps.find.outputs.xid', 771],
  ['steps["find"].outputs.lost[1]', 'b'],
  ['"a, b".split(", ")', ['a', 'b']],
  ['inputs.tables.join("+")', 'payments+orders'],
  ['" x ".trim()', 'x'],
  ['inputs.app == null', true],
  ['has(steps.find.outputs.none)', false],
  ['{"a": [1, 2.5, null, true]}', {a: [1, 2.5, null, true]}],
  ['9007199254740993', '9007199254740993'],
])('%s', (expression, expected) => {
  expect(value(expression)).toEqual(expected);
});

test('a connection is its URI as a whole, and has open parts', () => {
  expect(value('inputs.database')).toBe('postgresql://shop:s3cret@db1.example.net:6432/tickets?sslmode=require');
  expect(value('inputs.database.host + ":" + string(inputs.database.port)')).toBe('db1.example.net:6432');
  expect(value('inputs.database.user + "@" + inputs.database.database')).toBe('shop@tickets');
});

test('a time leaves an expression exactly as it came, microseconds included', () => {
  expect(value('inputs.deleted_at')).toBe('2026-11-24T02:47:00.123456Z');
  expect(value('[steps.find.outputs.at]')).toEqual(['2026-11-24T02:46:59.5Z']);
});

test('times and durations can be reckoned with', () => {
  expect(value('inputs.deleted_at - duration("1h")')).toBe('2026-11-24T01:47:00.123Z');
  expect(value('inputs.deleted_at - span("1d")')).toBe('2026-11-23T02:47:00.123Z');
  expect(
    value('span(span("1d")) == span("24h") && inputs.deleted_at - span(duration("24h")) < inputs.deleted_at'),
  ).toBe(true);
  expect(value('steps.find.outputs.at < inputs.deleted_at')).toBe(true);
  expect(value('timestamp(stdout) - timestamp("2026-11-24T02:00:00Z")')).toBe('PT46M59S');
  expect(value('inputs.keep')).toBe('PT1H30M');
  expect(value('string(inputs.keep)')).toBe('PT1H30M');
});

test('what a program printed stays text, even if it looks like a time', () => {
  expect(value('stdout.startsWith("2026")')).toBe(true);
});

test.each([
  ['steps.find.outputs.none', '! there is nothing called none (in steps.find.outputs.none)'],
  ['steps.later.status', '! there is nothing called later (in steps.later.status)'],
  ['rows[1].n', '! item 1 of a list of 1 (in rows[1].n)'],
  ['nobody', '! nothing here is called nobody (in nobody)'],
  ['inputs.constructor', '! there is nothing called constructor (in inputs.constructor)'],
  ['rows[0].n +', '! the expression ends too early (in rows[0].n +)'],
  ['rows[0].n + "x"', '! these do not go together: int + string (in rows[0].n + "x")'],
  ['1 / 0', '! division by zero (in 1 / 0)'],
  ['1.0 / 0.0', '! the result is not a finite number (in 1.0 / 0.0)'],
  ['span("soon")', '! "soon" is not a duration; write it like 90s, 15m, 1h30m or PT90M (in span("soon"))'],
  ['foo(1)', "! there is no function 'foo(int)' (in foo(1))"],
  ['__proto__', '! reserved identifier: __proto__ (in __proto__)'],
  ['', '! the expression ends too early (in )'],
])('%s is a reason, not an accident', (expression, reason) => {
  expect(value(expression)).toBe(reason);
});

test('bytes and types are no values of a runbook', () => {
  expect(value('b"x"')).toMatch(/^! the result is neither a text/);
  expect(value('type(1)')).toMatch(/^! the result is neither a text/);
});

test('a condition gives yes or no, and nothing that only resembles it', () => {
  expect(evaluateCondition('rows[0].n > 1', scope)).toEqual({ok: true, value: true});
  expect(evaluateCondition('rows[0].n', scope)).toMatchObject({ok: false});
});

test('a hostile pattern takes no longer than an honest one', () => {
  const hostile = {text: 'a'.repeat(5_000)};

  expect(evaluate('text.matches("^(a+)+$") && !text.matches("^(a|a)*b$")', hostile)).toEqual({ok: true, value: true});
  expect(evaluate('"x".matches("(")', {})).toMatchObject({ok: false});
});

test('depth and length of an expression are bounded', () => {
  expect(evaluate('('.repeat(2_000), {})).toMatchObject({ok: false});
  expect(evaluate(Array.from({length: 3_000}, () => '1').join(' + '), {})).toMatchObject({ok: false});
});

test('the same expression can be evaluated in different scopes', () => {
  expect([1, 'x', null].map(n => evaluate('rows[0].n', {rows: [{n}]}))).toEqual([
    {ok: true, value: 1},
    {ok: true, value: 'x'},
    {ok: true, value: null},
  ]);
});

test('references are what an expression reads, with their places; names that a macro binds are none', () => {
  const expression = 'steps.a.outputs["x"] > inputs[steps.b.status].n && rows.all(row, row.n > limit) || has(inputs.c)';

  expect(referencesOf(expression).map(({path, from, to}) => [path.join('.'), expression.slice(from, to)])).toEqual([
    ['steps.a.outputs.x', 'steps.a.outputs["x"]'],
    ['inputs', 'inputs[steps.b.status].n'],
    ['steps.b.status', 'steps.b.status'],
    ['rows', 'rows'],
    ['limit', 'limit'],
    ['inputs.c', 'inputs.c'],
  ]);
});

test('an expression that does not parse reads nothing', () => {
  expect(referencesOf('inputs.a +')).toEqual([]);
});
