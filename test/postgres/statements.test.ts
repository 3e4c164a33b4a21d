/** What a runbook's SQL gets from a real server: values, transactions, and sentences instead of errors. */

import {afterAll, beforeAll, expect, test} from 'vitest';
import {fail, succeed} from '../../src/base/result.ts';
import {connect, withConnection} from '../../src/postgres/connect.ts';
import {refusal} from '../../src/postgres/failure.ts';
import {type QueryRequest, rowsOf, runStatements} from '../../src/postgres/query.ts';
import {formatConnection, parseConnection} from '../../src/postgres/uri.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql('create table seats (id int primary key, taken_by text)');
});
afterAll(() => cluster.remove());

const run = (request: QueryRequest) => withConnection(cluster.uri, connection => runStatements(connection, request));
const target = () => must(parseConnection(cluster.uri));

test('numbers, times and JSON arrive as a runbook writes them, and exactly where a number would not be exact', async () => {
  const {rows} = must(
    await run({
      statements: [
        `select 1::int2 as i2, 2 as i4, 3::int8 as i8, 9007199254740993::int8 as big, 1.10::numeric as price, 0.1::float8 as ratio,
                'NaN'::float8 as odd, timestamptz '2026-11-24 03:12:07.123456+01' as at, timestamptz 'infinity' as never,
                '{"a": [1, null]}'::jsonb as facts, null as nothing, true as yes, '\\x00ff'::bytea as bytes, array['a', null] as list`,
      ],
    }),
  );
  expect(rows).toEqual([
    {
      i2: 1,
      i4: 2,
      i8: 3,
      big: '9007199254740993',
      price: 1.1,
      price_text: '1.10',
      ratio: 0.1,
      ratio_text: '0.1',
      odd: 'NaN',
      odd_text: 'NaN',
      at: '2026-11-24T02:12:07.123456Z',
      never: 'infinity',
      facts: {a: [1, null]},
      nothing: null,
      yes: true,
      bytes: '\\x00ff',
      list: ['a', null],
    },
  ]);
});

test('values by number and by name reach the server as values, whatever is in them', async () => {
  const evil = `'; drop table seats; -- \\' $$ "`;
  const byNumber = must(await run({statements: ['select 1', 'select $1::text as v'], params: [evil]}));
  expect(byNumber).toMatchObject({rows: [{v: evil}], counts: [{command: 'SELECT', rowCount: 1}, {rowCount: 1}]});
  const byName = must(await run({statements: [`select :'v' as v, '12'::int as ":'v'" -- :'w'`], params: {v: evil}}));
  expect(byName.rows).toEqual([{v: evil, ":'v'": 12}]);
  const role = 'odd "role" :';
  must(await run({statements: ['create role :"r" login', 'drop role :"r"'], params: {r: role}}));
});

test('in a transaction all statements count or none, and a check inside it can still say no', async () => {
  const insert = `insert into seats values (1, 'Mira')`;
  const broken = await run({statements: [insert, insert], transaction: true});
  expect(broken).toMatchObject({ok: false, reason: {sqlstate: '23505', table: 'seats', uncertain: false}});
  const refused = await run({
    statements: [insert],
    transaction: true,
    beforeCommit: async () => fail(refusal('one seat too many')),
  });
  expect(refused).toMatchObject({ok: false, reason: {message: 'one seat too many'}});
  expect(await cluster.sql('select * from seats')).toEqual([]);

  const agreed = await run({
    statements: [insert],
    transaction: true,
    beforeCommit: async c => rowsOf(c, 'select * from seats'),
  });
  expect(agreed).toMatchObject({ok: true, value: {rowCount: 1}});
  expect(await cluster.sql('select * from seats')).toEqual([{id: 1, taken_by: 'Mira'}]);
  expect(await run({statements: ['delete from seats', 'rollback'], transaction: true})).toMatchObject({ok: true});
});

test('a session that ends under a statement leaves an uncertain outcome, a refused one does not', async () => {
  const lost = await withConnection(cluster.uri, async connection => {
    const running = connection.run('select pg_sleep(60)');
    await cluster.sql('select pg_terminate_backend($1)', [connection.backendPid]);
    return running;
  });
  expect(lost).toMatchObject({ok: false, reason: {uncertain: true}});
  const cancelled = await withConnection(cluster.uri, async connection => {
    const running = connection.run('select pg_sleep(60)');
    await connection.cancel();
    return running;
  });
  expect(cancelled).toMatchObject({ok: false, reason: {sqlstate: '57014', uncertain: false}});
  const late = await withConnection(cluster.uri, connection => connection.run('select pg_sleep(60)'), {
    statementTimeoutMs: 50,
  });
  expect(late).toMatchObject({ok: false, reason: {sqlstate: '57014', uncertain: false}});
});

test('who cannot come in is told why, and what to do', async () => {
  const reason = async (uri: string) => {
    const refused = await connect(uri, {connectTimeoutMs: 500});
    return refused.ok ? 'came in' : refused.reason.message;
  };
  const at = (changes: object) => formatConnection({...target(), ...changes});
  await cluster.sql('create role nobody_may_be');
  expect(await reason(at({database: 'nowhere'}))).toContain('database "nowhere" does not exist; name another database');
  expect(await reason(at({user: 'stranger'}))).toContain('role "stranger" does not exist');
  expect(await reason(at({user: 'nobody_may_be'}))).toContain('is not permitted to log in');
  expect(await reason(at({port: 1}))).toContain('.s.PGSQL.1; is the server up, and is this its socket directory?');
  expect(await reason('postgres://app:s3cret@127.0.0.1:1/shop')).toBe(
    'cannot connect to shop at 127.0.0.1:1 as app: nobody listens there; is the server up, and is this its port?',
  );
  expect(await reason('postgres://app:s3cret@no-such-host.invalid/shop')).toContain('cannot be resolved');
  expect(must(succeed(target().database))).toBe('shop');
});
