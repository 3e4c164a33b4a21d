/** What an intruder has set to act at a login acts at none of ours, and is told to whoever logs in by hand. */
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {cleaned} from '../../src/breach/clean-session.ts';
import {isolate} from '../../src/breach/isolate.ts';
import {lookAtReadiness} from '../../src/breach/readiness.ts';
import {reopen} from '../../src/breach/reopen.ts';
import {connect} from '../../src/postgres/connect.ts';
import {type BreachedShop, makeBreachedShop, oldPasswords} from '../support/breached-shop.ts';
import {makeDesk} from '../support/lifeboat.ts';
import {must} from '../support/postgres-must.ts';

let shop: BreachedShop;

beforeAll(async () => {
  shop = await makeBreachedShop();
});

afterAll(() => shop.remove());

/** On a session that is guarded, because an unguarded one may not even begin. */
const guarded = async (statement: string) => {
  const connection = must(await connect(cleaned(shop.uri)));
  const rows = must(await connection.run(statement)).at(-1)?.rows;
  await connection.close();
  return rows;
};

test('a library, another role and a read-only session that are set for us do not count for us, and are told with the way to take them away', async () => {
  await shop.sql(`
    alter role postgres set role = app; alter role postgres in database shop set default_transaction_read_only = on;
    alter database shop set search_path = public, pg_catalog;
    alter role app set search_path = public, pg_catalog; alter role postgres set work_mem = '8MB';
    alter role postgres set session_preload_libraries = 'lifeboat_trap'`);
  expect(await connect(shop.uri)).toMatchObject({
    ok: false,
    reason: {message: expect.stringContaining('lifeboat_trap')},
  });
  const {traps} = must(await lookAtReadiness(shop.uri));
  expect(traps).toEqual([
    'default_transaction_read_only = on, set for role postgres in database shop (alter role postgres in database shop reset default_transaction_read_only)',
    'role = app, set for role postgres (alter role postgres reset role)',
    'search_path = public, pg_catalog, set for database shop (alter database shop reset search_path)',
    'session_preload_libraries = lifeboat_trap, set for role postgres (alter role postgres reset session_preload_libraries)',
  ]);
  expect(await guarded("select current_user::text as role, current_setting('search_path') as path")).toEqual([
    {role: 'postgres', path: 'pg_catalog'},
  ]);
  const recordDir = join(shop.desk, 'isolation with traps');
  expect(must(await isolate({database: shop.uri, recordDir}))).toMatchObject({isolated: true});
  must(await reopen({database: shop.uri, recordDir}));
  for (const trap of traps) {
    await guarded(/\((.*)\)$/.exec(trap)?.[1] ?? '');
  }
  expect(must(await lookAtReadiness(shop.uri)).traps).toEqual([]);
  expect(await shop.sql('select current_user::text as role')).toEqual([{role: 'postgres'}]);
});

test('who is no superuser is told so in a sentence, though a server lets such a role guard little', async () => {
  expect(await lookAtReadiness(shop.tcp('app', oldPasswords.app))).toEqual({
    ok: false,
    reason: expect.stringContaining('app is no superuser'),
  });
});

test('programs of other rooms are guarded too where the runbook says so', async () => {
  await shop.sql(`
    create schema trap; create table trap.calls (what text);
    create function trap.current_setting(text) returns text language plpgsql as
      'begin insert into trap.calls values ($1); return pg_catalog.current_setting($1); end';
    alter database shop set search_path = trap, pg_catalog`);
  const desk = makeDesk();
  const archive = (env: Readonly<Record<string, string>>) =>
    desk.lifeboat(['backup', 'archive-wal'], {env: {LIFEBOAT_DATABASE: shop.uri, ...env}});
  const calls = () => guarded('select count(*)::int as n from trap.calls');
  expect((await archive({LIFEBOAT_GUARDED: 'yes'})).code).toBe(0);
  expect(await calls()).toEqual([{n: 0}]);
  // Without the word it would have been called: the trap is one.
  expect((await archive({})).code).toBe(0);
  expect(await calls()).not.toEqual([{n: 0}]);
  await guarded('alter database shop reset search_path; drop schema trap cascade');
});

test('a trigger at a login acts at no login of ours', async ({skip}) => {
  const [row] = await shop.sql(`select current_setting('server_version_num')::int as version`);
  skip(Number(row?.version) < 170_000, 'PostgreSQL 17 brings triggers at a login');
  await shop.sql(`
    create table public.seen (at timestamptz default now());
    create function public.watch() returns event_trigger language plpgsql as 'begin insert into public.seen default values; end';
    create event trigger watch on login execute function public.watch(); alter event trigger watch enable always`);
  const {traps} = must(await lookAtReadiness(shop.uri));
  expect(traps).toEqual(['the login trigger watch (alter event trigger watch disable)']);
  const recordDir = join(shop.desk, 'isolation with a login trigger');
  must(await isolate({database: shop.uri, recordDir}));
  must(await reopen({database: shop.uri, recordDir}));
  expect(await guarded('select count(*)::int as n from public.seen')).toEqual([{n: 0}]);
  await guarded('drop event trigger watch');
});
