/** What an intruder did is taken back, all and only that: rows, roles, rights and code, while the application's own work stays. */
import {copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {compareCatalogues} from '../../src/breach/catalogue.ts';
import {gatherWal} from '../../src/breach/gather-wal.ts';
import {revertCatalogue} from '../../src/breach/revert-catalogue.ts';
import {checkRevertRows, revertRows} from '../../src/breach/revert-rows.ts';
import {type BreachedShop, makeBreachedShop, oldPasswords} from '../support/breached-shop.ts';
import {must} from '../support/postgres-must.ts';

let shop: BreachedShop;
let side: string;
let breachedAt: string;
const theirs: string[] = [];

const rows = () => shop.sql('select * from customers order by id');

beforeAll(async () => {
  shop = await makeBreachedShop();
  const backupDir = await shop.backUp();
  await shop.sql(`
    create schema desk; create table desk.notes (id int primary key, note text);
    create function desk.greet() returns text language sql as 'select ''hello''';
    create function desk.is_mail(text) returns boolean language sql immutable as 'select $1 like ''%@%''';
    alter table customers add constraint mail check (desk.is_mail(email));
    create sequence desk.calls_of_theirs;
    create view desk.short as select id from public.customers;
    create table desk.vouchers (code text primary key, cents int)`);
  [{now: breachedAt}] = (await shop.sql('select clock_timestamp() as now')) as [{now: string}];

  // The intruder, by a role of the shop, in between the application's own work.
  const intruder = await shop.enter('admin', oldPasswords.admin);
  const does = async (statement: string) => {
    must(await intruder.run('begin'));
    const seen = must(await intruder.run(statement, []));
    theirs.push(String(must(await intruder.run('select pg_current_xact_id()::text as xid'))[0]?.rows[0]?.xid));
    must(await intruder.run('commit'));
    return seen;
  };
  await shop.sql(`insert into desk.vouchers values ('SPRING', 500)`);
  await does('update desk.vouchers set cents = 99999');
  await does(`update customers set email = 'evil' || id || '@attacker.test' where id between 10 and 19`);
  await shop.sql('update customers set orders = orders + 1 where id in (19, 20, 21)');
  await does('delete from customers where id between 30 and 34');
  await does(`insert into customers values (900, 'mule@attacker.test'), (901, 'mule2@attacker.test')`);
  await shop.sql(`insert into customers values (700, 'new@example.org'); delete from customers where id = 40`);
  await does(`
    create role support2 superuser login password 'backdoor'; grant pg_read_all_data to reporting;
    alter role app set search_path to desk, public; alter role reporting createdb;
    create function public.refresh_statistics(text) returns text language plpgsql security definer as 'begin execute $1; return 1; end';
    grant execute on function public.refresh_statistics(text) to public; grant insert on customers to reporting;
    create or replace function desk.greet() returns text language sql security definer as 'select ''evil''';
    create function public.copies() returns trigger language plpgsql as 'begin return new; end';
    create trigger copies after insert on customers for each row execute function copies();
    create table public.loot as select * from customers; alter table loot owner to support2;
    drop view desk.short; alter table customers alter orders drop not null; create schema lair authorization support2`);
  await intruder.close();

  must(await archiveWal({live: shop.uri}));
  const intoDir = join(shop.root, 'side');
  const made = await restoreBeside({
    backupDir,
    wal: {archiveDir: shop.archive},
    intoDir,
    target: {untilTime: breachedAt},
    database: 'shop',
  });
  side = must(made).connection;
});

afterAll(async () => {
  await discardSide(join(shop.root, 'side'));
  await shop.remove();
});

const asked = () => ({
  side,
  into: shop.uri,
  transactions: theirs,
  from: breachedAt,
  archiveDir: shop.archive,
  createExtension: true,
  triggers: 'skip' as const,
});

const planted = [
  {
    what: 'a function behind a constraint that was there before',
    by: `create or replace function desk.is_mail(text) returns boolean language plpgsql immutable as
           'begin insert into desk.calls values (current_user); return true; end'`,
    names: 'function desk.is_mail(text)',
    away: `create or replace function desk.is_mail(text) returns boolean language sql immutable as 'select $1 like ''%@%'''`,
  },
  {
    what: 'a constraint of functions of the server alone',
    by: `alter table customers add constraint rest
           check (query_to_xml('insert into desk.calls values (current_user)', true, true, '') is not null) not valid`,
    names: 'constraint rest of public.customers',
    away: 'alter table customers drop constraint rest',
  },
  {
    what: 'an index of an expression',
    by: `create function desk.sum(int) returns int language plpgsql immutable as
           'begin insert into desk.calls values (current_user); return 1; end';
         create index sums on customers (desk.sum(id)) where id < 0`,
    names: 'index public.sums',
    away: 'drop index sums; drop function desk.sum(int)',
  },
];

test.each(planted)('$what is not run by whoever takes the rows back', async ({by, names, away}) => {
  await shop.sql(`create table desk.calls (who text); ${by}`);
  expect(await revertRows(asked())).toMatchObject({
    ok: false,
    reason: expect.stringContaining(`${names} is not as it was before`),
  });
  expect(await shop.sql('select * from desk.calls')).toEqual([]);
  await shop.sql(`${away}; drop table desk.calls`);
});

test('of what is named as our own, the functions that it calls are still asked about', async () => {
  await shop.sql(`
    create function desk.inner_part(int) returns int language sql immutable as 'select $1';
    create function desk.outer_part(int) returns int language sql immutable as 'select desk.inner_part($1)';
    create index parts on customers (desk.outer_part(id))`);
  const keep = ['index public.parts', 'function desk.outer_part(integer)'];
  expect(await revertRows({...asked(), keep})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('function desk.inner_part(integer) is not as it was before'),
  });
  await shop.sql('drop index parts; drop function desk.outer_part(int); drop function desk.inner_part(int)');
});

test('rows get their values back, come back or go; what others have changed since is named and stays', async () => {
  const request = asked();
  const checked = must(await checkRevertRows(request));
  expect(checked).toMatchObject({complete: false, changed: 9, removed: 5, made: 2, changedSince: 1, undecided: 1});
  expect(checked.tables).toEqual([
    expect.objectContaining({table: 'public.customers', forPerson: ['(19)']}),
    expect.objectContaining({table: 'desk.vouchers', made: 0, forPerson: ['(SPRING)']}),
  ]);

  // Enabled always, it acts even where triggers are skipped: with the rights of whoever takes back.
  await shop.sql('alter table customers enable always trigger copies');
  expect(await revertRows(request)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('alter table public.customers disable trigger copies'),
  });
  await shop.sql('alter table customers enable trigger copies');
  await shop.sql(`
    create function public.watches() returns event_trigger language plpgsql as 'begin raise exception ''seen''; end';
    create event trigger watches on ddl_command_start execute function watches();
    alter event trigger watches enable always`);
  expect(await revertCatalogue({from: side, into: shop.uri})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('alter event trigger watches disable'),
  });
  await shop.sql('alter event trigger watches disable; drop event trigger watches; drop function watches()');

  must(await revertRows(request));
  const after = await rows();
  expect(after.filter(({email}) => String(email).includes('attacker'))).toEqual([
    {id: 19, email: 'evil19@attacker.test', orders: 1},
  ]);
  expect(after).toHaveLength(500);
  expect(after).toContainEqual({id: 33, email: 'customer33@example.org', orders: 0});
  expect(after).toContainEqual({id: 20, email: 'customer20@example.org', orders: 1});
  expect(after).toContainEqual({id: 700, email: 'new@example.org', orders: 0});
  expect(after.some(({id}) => id === 40)).toBe(false);
  // Made by the shop after the moment of the side instance: nobody can say from here what it was before.
  expect(await shop.sql('select * from desk.vouchers')).toEqual([{code: 'SPRING', cents: 99_999}]);
  expect(must(await checkRevertRows(request))).toMatchObject({complete: true, changedSince: 1, undecided: 1});
});

test('roles, rights, code and structure are as before, except what is our own; what is named and does not differ is refused', async () => {
  // Numbers of a sequence are given for good: whether it was ever called shows after all is taken back.
  await shop.sql(`
    create or replace function desk.is_mail(text) returns boolean language sql volatile as
      'select nextval(''desk.calls_of_theirs'') > 0';
    alter table customers drop constraint mail;
    alter table customers add constraint mail check (desk.is_mail(email) is not null) not valid`);
  await shop.sql(
    `create table desk.ours (id int primary key); insert into desk.ours values (1); create index on desk.ours ((id + 1))`,
  );
  const found = must(await compareCatalogues({from: side, into: shop.uri}));
  expect(found.differences.map(({what, change}) => `${change} ${what}`)).toEqual(
    expect.arrayContaining([
      'added role support2',
      'added membership reporting in pg_read_all_data',
      'added setting search_path of role app',
      'changed role reporting',
      'added function public.refresh_statistics(text)',
      'changed function desk.greet()',
      'added trigger copies on public.customers',
      'added table public.loot',
      'gone view desk.short',
      'changed column orders of public.customers',
      'added schema lair',
      'added table desk.ours',
    ]),
  );
  const keep = found.differences.map(({what}) => what).filter(what => what.includes('desk.ours'));
  expect(keep).toEqual(['table desk.ours']);
  // Nobody knows whose its rows are, so a person drops it.
  expect(found.byHand).toContain('table public.loot (added, with rows)');
  expect(await revertCatalogue({from: side, into: shop.uri, keep})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('table public.loot'),
  });
  await shop.sql('truncate public.loot');
  expect(await revertCatalogue({from: side, into: shop.uri, keep: ['role nobody']})).toMatchObject({ok: false});

  const reverted = must(await revertCatalogue({from: side, into: shop.uri, keep}));
  expect(reverted.reverted).toContain('added role support2');
  expect(reverted.reverted).toEqual(
    expect.arrayContaining(['changed function desk.is_mail(text)', 'changed constraint mail of public.customers']),
  );
  expect(await shop.sql('select is_called from desk.calls_of_theirs')).toEqual([{is_called: false}]);
  const after = must(await compareCatalogues({from: side, into: shop.uri}));
  expect(after.differences.map(({what}) => what).toSorted()).toEqual(keep.toSorted());
  expect(await shop.sql('select id from desk.ours')).toEqual([{id: 1}]);
  expect(await shop.sql('select desk.greet() as greeting from desk.short limit 1')).toEqual([{greeting: 'hello'}]);
  expect(must(await revertCatalogue({from: side, into: shop.uri, keep})).reverted).toEqual([]);
});

test('an archive that was removed is made anew from a second copy and from what the server still has', async () => {
  const intoDir = join(shop.root, 'gathered');
  const second = join(shop.root, 'second copy');
  const names = readdirSync(shop.archive)
    .filter(name => /^[0-9A-F]{24}$/.test(name))
    .toSorted();
  mkdirSync(second);
  copyFileSync(join(shop.archive, names[0] ?? ''), join(second, names[0] ?? ''));
  mkdirSync(intoDir);
  writeFileSync(join(intoDir, `${names[1]}.part`), 'cut off by a kill');
  const gathered = must(await gatherWal({database: shop.uri, archiveDir: second, intoDir}));
  expect(gathered).toMatchObject({fromCopy: 1, missing: null});
  for (const name of names) {
    expect(readFileSync(join(intoDir, name)).equals(readFileSync(join(shop.archive, name))), name).toBe(true);
  }
  expect(readdirSync(intoDir).filter(name => name.endsWith('.part'))).toEqual([]);
});
