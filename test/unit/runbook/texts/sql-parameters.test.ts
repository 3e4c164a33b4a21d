/** Places in statements without a value, and values without a place. */
import {expect, test} from 'vitest';
import {parameterProblems} from '../../../../src/runbook/texts/sql-parameters.ts';

type Params = Parameters<typeof parameterProblems>[1];

const found = (statements: readonly string[], params: Params): readonly string[] =>
  parameterProblems(statements, params).map(({at, message}) =>
    'parameter' in at
      ? `${at.parameter}: ${message}`
      : `${statements[at.statement]?.slice(at.from, at.to)}: ${message}`,
  );

test.each<readonly [readonly string[], Params]>([
  [[`alter role :"app" nologin`, `select :'app', :'at'::timestamptz`], {app: 'x', at: 'y'}],
  [
    ['select $1, $2', 'select $1', 'select 1'],
    ['a', 'b'],
  ],
  [[`select ':''app''', a$1, x[1:2], $$ $1 :'b' $$ -- :'c' $2`, `/* :'d' /* $3 */ :'e' */ select "$4"`], []],
  [['prepare one as select $1'], []],
  [['-- again\nPREPARE one as select $1; execute one(1)'], []],
  [['create or replace procedure p(int) begin atomic select $1; end'], []],
  [['select 1 from pg_proc where function = $1'], ['f']],
  [['select prepare, procedure, create from x where function = $1'], ['f']],
  [[`select tags[1:"max"], tags[a.b :"max"], tags[f(1):"max"], tags[1][2:"max"]`], []],
  [['create function f(int) returns int return $1 + 1'], {}],
])('%j fits %j', (statements, params) => expect(found(statements, params)).toEqual([]));

test.each<readonly [readonly string[], Params, readonly string[]]>([
  [
    [`select :'a', :'a'`, `select :"a"`],
    {b: 'x'},
    [
      `:'a': no parameter is given for :'a'`,
      `:"a": no parameter is given for :"a"`,
      'b: no statement asks for the parameter "b"',
    ],
  ],
  [[`select :'a'`], [], [`:'a': no parameter is given for :'a'`]],
  [[`select :'toString'`], {}, [`:'toString': no parameter is given for :'toString'`]],
  [['select $1'], {}, ['$1: params is a map, which has no $1']],
  [['select $1, $3'], ['a', 'b'], ['$3: no parameter is given for $3', '1: no statement asks for $2']],
  [['select $1', 'select $2'], ['a', 'b'], ['$2: this statement asks for $2, but not for each value before it']],
  [['select 1 from x where function = $1'], [], ['$1: no parameter is given for $1']],
  [[`select :"max", tags[:"max"], tags[1]`], [], [`:"max": no parameter is given for :"max"`]],
  [
    [`select tags[1:"max"]`],
    {at: 'x'},
    [`:"max": no parameter is given for :"max"`, 'at: no statement asks for the parameter "at"'],
  ],
  [['select $0'], [], ['$0: no parameter is given for $0']],
])('%j and %j', (statements, params, problems) => expect(found(statements, params)).toEqual(problems));

test('a long text takes little time', () => {
  const names = Array.from({length: 20_000}, (_, index) => `:'n${index}'`).join(', ');

  expect(found([`select ${names}`, `select '${'x'.repeat(1_000_000)}`], {}).length).toBe(20_000);
});

test('a value of a map that nobody asks for is left over, one of a list is refused', () => {
  const leftOver = (params: Params) => parameterProblems(['select 1'], params).map(({isLeftOver}) => isLeftOver);

  expect(leftOver({a: 'x'})).toEqual([true]);
  expect(leftOver(['x'])).toEqual([undefined]);
});
