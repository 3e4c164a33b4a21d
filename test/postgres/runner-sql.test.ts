/** Statements of a step, performed on a real server. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Json} from '../../src/base/canonical-json.ts';
import type {PerformRequest, ResolvedAction} from '../../src/engine/actions/runner.ts';
import {performSql} from '../../src/runners/sql.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await makeCluster('tickets');
  await cluster.sql('create table payments (id int primary key, amount numeric)');
});

afterAll(() => cluster.remove());

type SqlAction = Extract<ResolvedAction, {readonly kind: 'sql'}>;

const perform = (statements: readonly string[], more: Partial<SqlAction & PerformRequest> = {}) => {
  const action = {kind: 'sql', connection: cluster.uri, statements, params: [], transaction: false, ...more} as const;
  const attempt = {run: 'a-run', step: 'put_back', attempt: 1};
  return performSql(action, {attempt, action, timeoutMs: 20_000, secrets: [], use: 'action', ...more});
};

test('expressions see the rows of the last statement and how many there are', async () => {
  const params: readonly Json[] = [7];
  const performed = await perform(["select 'first'", 'select $1::int as id, 12.50::numeric as amount'], {params});

  expect(performed).toEqual({
    ok: true,
    certain: true,
    scope: {rows: [{id: 7, amount: 12.5, amount_text: '12.50'}], row_count: 1},
  });
});

test('values by name are quoted for their place', async () => {
  const params = {table: 'payments', note: "'; drop table payments; --"};

  expect(await perform([`select count(*) as n, :'note' as note from :"table"`], {params})).toMatchObject({
    scope: {rows: [{n: 0, note: "'; drop table payments; --"}]},
  });
});

test('what the server refuses is known to have failed, and secrets are not in the reason', async () => {
  const secrets = [{name: 'token', value: 'abcdef-123456'}];
  const performed = await perform(["select 'abcdef-123456'::int"], {secrets});

  expect(performed).toMatchObject({ok: false, certain: true, scope: {}});
  expect(performed.reason).toContain('invalid input syntax for type integer: "‹secret:token›"');
});

test('a transaction that fails leaves nothing', async () => {
  const statements = ['insert into payments values (1, 10)', 'insert into payments values (1, 10)'];

  expect(await perform(statements, {transaction: true})).toMatchObject({ok: false, certain: true});
  expect(await cluster.sql('select * from payments')).toEqual([]);
});

test('a statement that a person stops is cancelled on the server, and known not to have happened', async () => {
  const statements = ['insert into payments select 900, pg_sleep(600)::text::numeric'];
  const action = {kind: 'sql', connection: cluster.uri, statements, params: [], transaction: false} as const;
  const attempt = {run: 'a-run', step: 'put_back', attempt: 1};
  const performed = performSql(action, {attempt, action, timeoutMs: 600_000, secrets: [], use: 'action'}, stopNow => {
    stopNow();
    return () => undefined;
  });

  expect(await performed).toMatchObject({ok: false, certain: true});
  expect(
    await cluster.sql("select 1 from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()"),
  ).toEqual([]);
});

test('a connection that is lost while a statement runs leaves the outcome unknown', async () => {
  const performed = await perform(['select pg_terminate_backend(pg_backend_pid())']);

  expect(performed).toMatchObject({ok: false, certain: false});
});

test('a statement that is over its time is cancelled by the server, and certainly so', async () => {
  const performed = await perform(['select pg_sleep(1000)'], {timeoutMs: 300});

  expect(performed).toMatchObject({ok: false, certain: true});
  expect(await cluster.sql("select 1 from pg_stat_activity where query like 'select pg_sleep(1000)'")).toEqual([]);
});

test('the time-out counts for all statements together', async () => {
  const performed = await perform(
    Array.from({length: 10}, () => 'select pg_sleep(0.4)'),
    {timeoutMs: 1_000},
  );

  expect(performed).toMatchObject({ok: false, certain: true});
});

test('a server that is not there is a sentence, and nothing has happened', async () => {
  const performed = await perform(['select 1'], {connection: 'postgres://ada:topsecret@127.0.0.1:1/tickets'});

  expect(performed).toMatchObject({ok: false, certain: true});
  expect(performed.reason).toContain('nobody listens there');
  expect(performed.reason).not.toContain('topsecret');
});

test('what is asked before the commit sees the change, and a no rolls all of it back', async () => {
  const counts: Json[] = [];
  const beforeCommit: PerformRequest['beforeCommit'] = async ask => {
    const asked = await ask({
      kind: 'sql',
      connection: cluster.uri,
      statements: ['select count(*) as n from payments where id = 77'],
      params: [],
      transaction: false,
    });
    counts.push(asked.scope.rows ?? null);
    return {ok: false, reason: 'one row is not enough'};
  };
  const performed = await perform(['insert into payments values (77, 1)'], {transaction: true, beforeCommit});

  expect(counts).toEqual([[{n: 1}]]);
  expect(performed).toMatchObject({ok: false, certain: true, reason: 'one row is not enough'});
  expect(await perform(['select count(*) as n from payments where id = 77'])).toMatchObject({
    scope: {rows: [{n: 0}]},
  });
});

test('a check only looks: whatever it would write is refused, and the sentence says that it is the check', async () => {
  await cluster.sql('insert into payments values (500, 1)');
  const writing = await perform(['delete from payments where id = 500'], {use: 'probe'});

  expect(writing).toMatchObject({
    ok: false,
    reason:
      'a check only looks, and this one wants to write (cannot execute DELETE in a read-only transaction); let a step do that',
  });
  const insisting = await perform(['set transaction read write', 'delete from payments where id = 500'], {
    use: 'probe',
  });
  expect(insisting).toMatchObject({ok: false});
  expect(await perform(['select id from payments where id = 500'], {use: 'probe'})).toMatchObject({
    ok: true,
    scope: {rows: [{id: 500}], row_count: 1},
  });
});

test('a check inside a transaction only looks too, and what comes after it may still write', async () => {
  const reasons: (string | undefined)[] = [];
  const look = (statement: string): ResolvedAction => ({
    kind: 'sql',
    connection: cluster.uri,
    statements: [statement],
    params: [],
    transaction: false,
  });
  const performed = await perform(['insert into payments values (600, 1)'], {
    transaction: true,
    beforeCommit: async ask => {
      reasons.push((await ask(look('update payments set amount = 0 where id = 600'))).reason);
      const seen = await ask(look('select amount from payments where id = 600'));
      expect(seen.scope.rows).toEqual([{amount: 1, amount_text: '1'}]);
      return {ok: true, value: undefined};
    },
  });

  expect(performed).toMatchObject({ok: true});
  expect(reasons).toEqual([
    'a check only looks, and this one wants to write (cannot execute UPDATE in a read-only transaction); let a step do that',
  ]);
  expect(await cluster.sql('select amount from payments where id = 600')).toEqual([{amount: 1, amount_text: '1'}]);
});
