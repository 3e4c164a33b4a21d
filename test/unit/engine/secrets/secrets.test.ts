/** Which values are secret. */
import {expect, test} from 'vitest';
import type {Json} from '../../../../src/base/canonical-json.ts';
import {hiding} from '../../../../src/engine/secrets/redact.ts';
import {inputSecrets, outputSecrets} from '../../../../src/engine/secrets/secrets.ts';
import {input, runbookOf} from '../../../support/model.ts';

const runbook = runbookOf([], {
  inputs: {
    ...input('token', 'secret'),
    ...input('database', 'connection'),
    ...input('table', 'identifier'),
    replicas: {name: 'replicas', type: 'list', of: 'connection', optional: false, span: {from: 0, to: 0}},
  },
});
const valuesOf = (inputs: {readonly [name: string]: Json}) =>
  inputSecrets(runbook, inputs).map(({name, value}) => `${name} = ${value}`);

test('secret inputs are, others are not', () => {
  expect(valuesOf({token: 'abc', table: 'payments'})).toEqual(['token = abc']);
});

test('a connection is secret as a whole and by its password, as it is spelled and as it is meant', () => {
  expect(valuesOf({database: 'postgresql://app:p%40ss:w@db-1/tickets'})).toEqual([
    'database = postgresql://app:p%40ss:w@db-1/tickets',
    'database.password = p%40ss:w',
    'database.password = p@ss:w',
  ]);
});

test('a password may stand among the parameters, and a stray percent sign is no fault', () => {
  expect(valuesOf({database: 'postgres://db-1/tickets?user=app&password=10%off&sslmode=require'})).toEqual([
    'database = postgres://db-1/tickets?user=app&password=10%off&sslmode=require',
    'database.password = 10%off',
  ]);
  expect(valuesOf({database: 'postgres://db-1/tickets'})).toHaveLength(1);
});

test('of a list of connections each is as secret as one alone', () => {
  expect(valuesOf({replicas: ['postgresql://app:sesame-1@db-2/tickets', 'postgresql://db-3/tickets']})).toEqual([
    'replicas = postgresql://app:sesame-1@db-2/tickets',
    'replicas.password = sesame-1',
    'replicas = postgresql://db-3/tickets',
  ]);
});

test.each([
  {where: 'user', uri: 'postgresql://tickets:tickets@db-1/shop'},
  {where: 'database', uri: 'postgresql://app:tickets@db-1/tickets'},
  {where: 'host', uri: 'postgresql://app:tickets@db-1.tickets.example.com/shop'},
])('a password that is the name of the $where too is hidden as a password, and the name can be read', ({uri}) => {
  const hide = hiding(inputSecrets(runbook, {database: uri}));

  expect(hide('Type tickets to go on: 17 tickets in /srv/tickets')).toBe(
    'Type tickets to go on: 17 tickets in /srv/tickets',
  );
  for (const shown of [
    uri,
    'connecting to app:tickets@db-1',
    "host=db-1 user=app password=tickets sslmode='require'",
    'PGPASSWORD=tickets psql',
    "alter role app PASSWORD 'tickets'",
    '{"user":"app","password":"tickets"}',
  ]) {
    expect(hide(shown)).toContain('‹secret:database');
  }
});

test('a secret that an open input says as well is no secret where it stands as a name', () => {
  const hide = hiding(inputSecrets(runbook, {token: 'payments', table: 'payments'}));

  expect(hide('restore payments')).toBe('restore payments');
  expect(hide('password=payments')).toBe('‹secret:token›');
  // An open text that only contains it does not make it open.
  expect(hiding(inputSecrets(runbook, {token: 'sesame-1', table: 'sesame-12'}))('sesame-1')).toBe('‹secret:token›');
});

test('of a secret output every text is one, and every number that is no mere count', () => {
  const outputs = new Map([['log_in', {session: {token: 'abc-123', ids: [12345678, 3], on: true}}]]);
  expect(outputSecrets(outputs)).toEqual([
    {name: 'log_in.session', value: 'abc-123'},
    {name: 'log_in.session', value: '12345678'},
  ]);
});
