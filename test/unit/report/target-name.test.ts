/** What a target is called in headers. */
import {expect, test} from 'vitest';
import {statusSentences} from '../../../src/report/on-demand/status-sentences.ts';
import {targetName, targetOf, withoutPassword} from '../../../src/report/target-name.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run, startMs} from '../../support/run.ts';

test('a connection is called by its database and its host', () => {
  expect(targetName('postgresql://ops@db1:5433/ticketing?sslmode=verify-full')).toBe('ticketing@db1:5433');
  expect(targetName("host=db1 port=5432 dbname='ticketing' user=ops")).toBe('ticketing@db1');
});

test('a local socket has no host worth saying', () => {
  expect(targetName('host=/var/tmp/lab port=5432 dbname=ticketing')).toBe('ticketing');
  expect(targetName('postgresql://%2Fvar%2Ftmp%2Flab/ticketing')).toBe('ticketing');
});

test('a connection whose text is secret is recorded without it, and called in the same way', () => {
  expect(targetName('‹database: ops@db1.example:5432/ticketing›')).toBe('ticketing@db1.example');
  expect(targetName('‹database: ops@/var/run/postgresql:5432/ticketing›')).toBe('ticketing');
  expect(targetName('‹secret:database›')).toBe('‹secret:database›');
});

test('a run acts on the target of its last action; whom a message went to is none', () => {
  const shown = {
    stop_writes: {kind: 'sql', lines: ['select 1'], target: 'postgres://ops@db1/ticketing'},
    put_back: {kind: 'notify', lines: ['The rows are back'], target: 'technical_lead'},
  } as const;
  const told = (...timeline: readonly string[]) => run({...deletion, shown}, ['0s start', ...timeline]).state;
  expect(targetOf(told())).toBeUndefined();
  expect(targetOf(told('1s began stop_writes', '2s began put_back'))).toBe('postgres://ops@db1/ticketing');
  expect(
    statusSentences(told('1s began stop_writes', '2s began put_back'), {prompts: [], nowMs: startMs, head: ''}).join(
      ' ',
    ),
  ).toContain('It acts on ticketing@db1.');
});

test('where only programs act, it is the database that they are told of, ours before any other', () => {
  const shown = {
    stop_writes: {kind: 'command', lines: ['vacuumdb'], values: {DSN: '‹copy: ops@db2:5432/ticketing›', N: 3}},
    put_back: {
      kind: 'command',
      lines: ['lifeboat', 'backup', 'scan-pages'],
      values: {DSN: '‹copy: ops@db2:5432/ticketing›', LIFEBOAT_DATABASE: '‹database: ops@db1:5432/ticketing›'},
    },
  } as const;
  const told = (...timeline: readonly string[]) => run({...deletion, shown}, ['0s start', ...timeline]).state;
  expect(targetName(targetOf(told('1s began stop_writes')) ?? '')).toBe('ticketing@db2');
  expect(targetName(targetOf(told('1s began stop_writes', '2s began put_back')) ?? '')).toBe('ticketing@db1');
});

test('other names stay as they are', () => {
  expect(targetName('bastion.example')).toBe('bastion.example');
});

test('a password never gets as far as the screen', () => {
  expect(withoutPassword('postgresql://ops:s3cret@db1/ticketing')).toBe('postgresql://ops:***@db1/ticketing');
  expect(withoutPassword("dbname=ticketing password='s3 cret' host=db1")).toBe(
    'dbname=ticketing password=*** host=db1',
  );
});
