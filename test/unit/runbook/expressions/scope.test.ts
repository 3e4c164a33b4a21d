/** Values that are more than JSON. */
import {expect, test} from 'vitest';
import {evaluate} from '../../../../src/runbook/expressions/expression.ts';
import {connectionParts, inputScope} from '../../../../src/runbook/expressions/scope.ts';
import type {InputDeclaration} from '../../../../src/runbook/input-declaration.ts';

test.each([
  ['postgresql://shop@db1:6432/tickets', {host: 'db1', port: 6432, user: 'shop', database: 'tickets'}],
  ['postgres://shop:p%40ss@db1/tickets?sslmode=require', {host: 'db1', port: 5432, user: 'shop', database: 'tickets'}],
  ['postgresql://db1', {host: 'db1', port: 5432, user: '', database: ''}],
  ['postgresql://shop@db1', {host: 'db1', port: 5432, user: 'shop', database: 'shop'}],
  [
    'postgresql:///tickets?host=/run/pg&port=7777&user=x',
    {host: '/run/pg', port: 7777, user: 'x', database: 'tickets'},
  ],
  ['postgresql://%2Frun%2Fpg/tickets', {host: '/run/pg', port: 5432, user: '', database: 'tickets'}],
  ['postgresql://a@[::1]:1234/b', {host: '::1', port: 1234, user: 'a', database: 'b'}],
  ['postgresql://db1:1,db2:2/b?target_session_attrs=primary', {host: 'db1', port: 1, user: '', database: 'b'}],
  ['not a connection', {host: '', port: 5432, user: '', database: ''}],
])('%s', (uri, parts) => {
  expect(connectionParts(uri)).toEqual(parts);
});

const declare = (name: string, type: InputDeclaration['type']): InputDeclaration => ({
  name,
  type,
  optional: false,
  span: {from: 0, to: 0},
});

test('inputs have the types that they were declared with', () => {
  const declarations = {
    db: declare('db', 'connection'),
    at: declare('at', 'timestamp'),
    keep: declare('keep', 'duration'),
    note: declare('note', 'string'),
    none: declare('none', 'timestamp'),
  };
  const inputs = inputScope(declarations, {
    db: 'postgresql://a@b/c',
    at: '2026-11-24T02:47:00Z',
    keep: 'PT1H',
    note: '2026-11-24T02:47:00Z',
  });

  expect(evaluate('inputs.db.host', {inputs})).toEqual({ok: true, value: 'b'});
  expect(evaluate('inputs.at + inputs.keep', {inputs})).toEqual({ok: true, value: '2026-11-24T03:47:00Z'});
  expect(evaluate('inputs.note.size()', {inputs})).toEqual({ok: true, value: 20});
  expect(evaluate('inputs.none == null', {inputs})).toEqual({ok: true, value: true});
});
