/** Where a superuser can hide besides roles and functions: everything that makes code run, or that was switched, is compared and taken back. */
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {compareCatalogues} from '../../src/breach/catalogue.ts';
import {compareEverywhere} from '../../src/breach/every-database.ts';
import {revertCatalogue} from '../../src/breach/revert-catalogue.ts';
import {checkServerOwn, revertServerOwn} from '../../src/breach/revert-server-own.ts';
import {connect} from '../../src/postgres/connect.ts';
import {type BreachedShop, makeBreachedShop} from '../support/breached-shop.ts';
import {must} from '../support/postgres-must.ts';

let shop: BreachedShop;
let both: {readonly from: string; readonly into: string};

beforeAll(async () => {
  shop = await makeBreachedShop();
  await shop.sql(`
    create table orders (id int primary key, customer int references customers);
    create extension file_fdw; create extension citext; create extension tsm_system_rows;
    create server files foreign data wrapper file_fdw;
    create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0');
    create domain email as text check (value like '%@%');
    select lo_from_bytea(4711, 'contract');
    create function own_watch() returns event_trigger language plpgsql as 'begin end';
    create event trigger own_watch on ddl_command_end execute function own_watch()`);
  await shop.sql('create database accounts');
  const backupDir = await shop.backUp();
  const [row] = await shop.sql('select clock_timestamp() as now');
  // What anybody does now happens after the moment that is rebuilt.
  await shop.sql('select pg_current_xact_id()');
  must(await archiveWal({live: shop.uri}));
  const intoDir = join(shop.root, 'side');
  const made = await restoreBeside({
    backupDir,
    wal: {archiveDir: shop.archive},
    intoDir,
    target: {untilTime: String(row?.now)},
    database: 'shop',
  });
  both = {from: must(made).connection, into: shop.uri};
});

afterAll(async () => {
  await discardSide(join(shop.root, 'side'));
  await shop.remove();
});

const found = async () => must(await compareCatalogues(both)).differences.map(({what, change}) => `${change} ${what}`);

test('before anybody has done anything, nothing differs', async () => {
  expect(must(await compareCatalogues(both))).toMatchObject({
    summary: 'nothing differs',
    otherDatabases: ['accounts', 'postgres', 'template1'],
  });
});

test('every database of the cluster is compared, templates too, and one that is new is named as not compared', async () => {
  await shop.sql('create database extra');
  const accounts = must(await connect(shop.uri.replace('/shop?', '/accounts?')));
  must(await accounts.run('create function public.lair() returns int language sql as $$select 1$$'));
  const compared = must(await compareEverywhere(both));
  expect(compared.differences.map(({what}) => what)).toEqual(
    expect.arrayContaining(['database extra', 'function public.lair() in database accounts']),
  );
  expect(compared.byHand).toContain('function public.lair() in database accounts (added)');
  expect(compared.otherDatabases).toEqual([expect.stringMatching(/^extra \(/)]);
  must(await accounts.run('drop function public.lair()'));
  await accounts.close();
  await shop.sql('drop database extra');
  expect(must(await compareEverywhere(both))).toMatchObject({summary: 'nothing differs', otherDatabases: []});
});

// What is done, what is told of it. Each is taken back before the next one is tried.
test.each([
  [
    "create function pg_catalog.pg_helper(text) returns text language sql as 'select $1'",
    'added function pg_catalog.pg_helper(text)',
  ],
  [
    `create or replace function citext_eq(citext, citext) returns bool language sql as 'select true'`,
    'changed function public.citext_eq(public.citext, public.citext)',
  ],
  [
    `create function steal() returns trigger language plpgsql as 'begin return new; end'; alter extension citext add function steal()`,
    'added function public.steal()',
  ],
  [
    `set allow_system_table_mods = on; create or replace view pg_catalog.pg_group as
       select rolname as groname, oid as grosysid, array[]::oid[] as grolist from pg_authid where not rolcanlogin and rolname <> 'spy'`,
    'changed view pg_catalog.pg_group',
  ],
  [
    `create function to_cents(text) returns int language sql immutable as 'select 1'; create cast (text as int) with function to_cents(text) as implicit`,
    'added cast (text as integer)',
  ],
  [
    `create function same(point, point) returns bool language sql as 'select true'; create operator public.=== (function = same, leftarg = point, rightarg = point)`,
    'added operator public.===(point, point)',
  ],
  [
    `create function odd(int, int) returns int language sql immutable as 'select 0';
     create operator class public.odd_ops for type int using btree as operator 3 =, function 1 odd(int, int)`,
    'added operator family public.odd_ops using btree',
  ],
  [`create language evil handler plpgsql_call_handler`, 'added language evil'],
  [`create access method evil type index handler bthandler`, 'added access method evil'],
  [`create foreign data wrapper evil`, 'added foreign-data wrapper evil'],
  [`create default conversion evil for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8`, 'added conversion public.evil'],
  [`create text search dictionary evil (template = simple)`, 'added text search dictionary public.evil'],
  [`alter event trigger own_watch disable`, 'changed event trigger own_watch'],
  [`alter table orders disable trigger all`, /^changed trigger of a foreign key/],
  [`grant pg_write_all_data to pg_monitor`, 'added membership pg_monitor in pg_write_all_data'],
  [`alter role reporting set work_mem = '1MB'`, 'added setting work_mem of role reporting'],
  [`alter database accounts set search_path = evil`, 'added setting search_path of database accounts'],
  [`alter database accounts owner to app`, 'changed database accounts'],
  [`grant connect on database accounts to reporting`, 'added right connect on database accounts to reporting'],
  [
    `alter default privileges for role app grant select on tables to public`,
    'added default right select on tables by app to public',
  ],
  [`alter large object 4711 owner to app`, 'changed large object 4711'],
  [`grant select on large object 4711 to public`, 'added right select on large object 4711 to public'],
  [`alter server files owner to app`, 'changed owner of foreign server files'],
  [`create user mapping for public server files`, 'added user mapping of public for files'],
  [`create extension pgrowlocks`, 'added extension pgrowlocks'],
  [`create aggregate gone(int) (sfunc = int4mi, stype = int)`, 'added aggregate public.gone(integer)'],
] as const)('%s is found and taken back', async (deed, told) => {
  await shop.sql(deed);
  expect(await found()).toContainEqual(typeof told === 'string' ? told : expect.stringMatching(told));
  must(await revertCatalogue(both));
  expect(await found()).toEqual([]);
});

test.each([
  [
    `create function cmp(int, text) returns int language sql immutable as 'select 0';
     alter operator family pg_catalog.integer_ops using btree add function 1 (int, text) cmp(int, text)`,
    'changed operator family pg_catalog.integer_ops using btree',
  ],
  [
    `create or replace aggregate total(int) (sfunc = int4mi, stype = int, initcond = '0')`,
    'changed aggregate public.total(integer)',
  ],
  [`alter domain email drop constraint email_check`, 'changed type public.email'],
  [`create schema elsewhere; alter extension citext set schema elsewhere`, 'changed extension citext'],
])('%s is told, and left to a person', async (deed, told) => {
  await shop.sql(deed);
  expect(await found()).toContainEqual(told);
});

test('a function of the server itself that was replaced is found before it can run, and taken back before anything else is asked', async () => {
  await shop.sql(`create schema lair; create table lair.calls (what text); create role spy superuser`);
  await shop.sql(`
    create or replace function pg_catalog.quote_ident(text) returns text language sql stable as
      'select (select lo_put(4711, 0, ''seen'')::text is not null)::text || $1'`);
  const checked = must(await checkServerOwn(both));
  expect(checked).toMatchObject({
    summary: 'changed function of the server itself pg_catalog.quote_ident(text)',
    byHand: [],
  });
  expect(must(await compareCatalogues(both)).summary).toContain('nothing else is compared until');
  expect(must(await revertServerOwn(both)).reverted).toEqual([
    'changed function of the server itself pg_catalog.quote_ident(text)',
  ]);
  expect(must(await checkServerOwn(both)).differences).toEqual([]);
  expect(await found()).toContain('added role spy');
  expect(await shop.sql("select convert_from(lo_get(4711), 'UTF8') as text, quote_ident('a b') as name")).toEqual([
    {text: 'contract', name: '"a b"'},
  ]);
});

test('an operator of the server itself that calls something else is told, and nothing is written', async () => {
  await shop.sql(
    `set allow_system_table_mods = on; update pg_operator set oprrest = 'neqsel'::regproc where oid = '=(int,int)'::regoperator`,
  );
  expect(must(await checkServerOwn(both)).byHand).toEqual(['pg_operator of the server itself, oid 96 (changed)']);
  expect(await revertCatalogue(both)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('restore the cluster to before'),
  });
});
