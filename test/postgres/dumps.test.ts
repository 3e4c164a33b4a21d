/** Dumps of a user's own database, by pg_dump in every format: read to their end, restored beside, swapped, and taken apart. */
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {carryRoles} from '../../src/backup/dumps/carry-roles.ts';
import {runClient} from '../../src/backup/dumps/client-program.ts';
import {inDatabase} from '../../src/backup/dumps/in-database.ts';
import {lookAtWholeDump} from '../../src/backup/dumps/look-at-dump.ts';
import {checkRows, putRows} from '../../src/backup/dumps/put-rows.ts';
import {restoreDatabase} from '../../src/backup/dumps/restore-database.ts';
import {restoreTable} from '../../src/backup/dumps/restore-table.ts';
import {discardRestored, lookAtNames, swapBack, swapDatabase} from '../../src/backup/dumps/swap-database.ts';
import {writtenSince} from '../../src/backup/dumps/written-since.ts';
import {withConnection} from '../../src/postgres/connect.ts';
import {findTool} from '../../src/postgres/find-tool.ts';
import {rowsOf} from '../../src/postgres/query.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {parseConnection} from '../../src/postgres/uri.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const testMs = 60_000;

const schema = `
  create role app login; create role clerk;
  create schema "Box Office";
  create type payment as enum ('card', 'cash');
  create function stamp() returns trigger language plpgsql as $$ begin new.touched = now(); return new; end $$;
  create table customers (id int generated always as identity primary key, name text not null unique, note text);
  create table "Box Office"."Order Lines" (
    id serial primary key, customer int not null references customers, paid payment, "Sum" numeric check ("Sum" > 0), touched timestamptz);
  create index "by sum" on "Box Office"."Order Lines" ("Sum") where paid = 'card';
  create trigger stamped before update on "Box Office"."Order Lines" for each row execute function stamp();
  create table scans (line int references "Box Office"."Order Lines", at timestamptz default '2026-11-30T12:00:00Z');
  create view paid_lines as select * from "Box Office"."Order Lines" where paid is not null;
  grant select on customers to clerk; grant all on "Box Office"."Order Lines" to app with grant option;
  comment on index "Box Office"."by sum" is 'for the cashier';
  insert into customers (name, note) select 'Customer ' || g, E'COPY x FROM stdin;\\n\\\\.\\n\\\\! false' from generate_series(1, 50) g;
  insert into "Box Office"."Order Lines" (customer, paid, "Sum") select 1 + g % 50, 'card', g from generate_series(1, 200) g;
  insert into scans select g from generate_series(1, 100) g;`;

let cluster: Cluster;
let pgDump: string;

beforeAll(async () => {
  cluster = await makeCluster('shop');
  await cluster.sql(schema);
  await cluster.sql(`alter database shop set work_mem = '9MB'; revoke connect on database shop from public`);
  pgDump = must(await findTool('pg_dump', {major: cluster.tools.binaries.major})).path;
  for (const [name, words] of Object.entries(formats)) {
    const command = ['env', 'TZ=UTC', pgDump, ...words, `--file=${pathOf(name)}`];
    must(await runClient({command, target: must(parseConnection(cluster.uri)), user: cluster.tools.user}));
  }
  writeFileSync(pathOf('gzip'), gzipSync(readFileSync(pathOf('plain'))), {mode: 0o644});
}, testMs);

afterAll(() => cluster.remove());

const formats: Readonly<Record<string, readonly string[]>> = {
  plain: ['--verbose'],
  clean: ['--verbose', '--clean', '--create'],
  inserts: ['--verbose', '--inserts'],
  custom: ['--format=custom'],
  tar: ['--format=tar'],
  directory: ['--format=directory', '--jobs=2'],
};

const pathOf = (name: string): string => join(cluster.root, `dump-${name}`);

const request = (name: string) => ({live: cluster.uri, database: 'shop', dump: pathOf(name)});

const inRestored = async (text: string): Promise<unknown> =>
  must(
    await withConnection(inDatabase(cluster.uri, 'lifeboat-restored shop'), one => rowsOf(one, text)).then(rows =>
      rows.ok ? rows : {ok: false as const, reason: rows.reason.message},
    ),
  );

test.each(['plain', 'gzip', 'clean', 'inserts', 'custom', 'tar', 'directory'])(
  'told whole from %s, a dump is restored beside with every row and object; the database itself is not touched',
  {timeout: testMs},
  async name => {
    const before = await cluster.sql('select count(*) as lines, max(touched) from "Box Office"."Order Lines"');
    const look = must(await lookAtWholeDump(request(name)));
    expect(look).toMatchObject({ok: true, saidBy: 'dump', tables: 3, rows: 350, missingRoles: []});
    const restored = must(await restoreDatabase({...request(name), skipNumbers: 100}));
    expect(restored).toMatchObject({restored: 'lifeboat-restored shop', isThere: true, tables: 3, rows: 350});
    expect(
      await inRestored(
        `select nextval('customers_id_seq')::int as next, (select note from customers where id = 7) as note`,
      ),
    ).toEqual([{next: 151, note: 'COPY x FROM stdin;\n\\.\n\\! false'}]);
    expect(await cluster.sql('select count(*) as lines, max(touched) from "Box Office"."Order Lines"')).toEqual(before);
    expect(must(await writtenSince({live: cluster.uri, database: 'shop'}))).toMatchObject({
      compared: true,
      written: 0,
      changed: 0,
      removed: 0,
      unread: [],
    });
  },
);

test('a damaged dump is found before anything is made of it, wherever it was cut', {timeout: testMs}, async () => {
  must(await discardRestored({live: cluster.uri, database: 'shop'}));
  for (const name of ['plain', 'gzip', 'custom', 'tar']) {
    const whole = readFileSync(pathOf(name));
    writeFileSync(pathOf('cut'), whole.subarray(0, Math.floor(whole.length * 0.3)));
    giveTo(cluster.tools.user, pathOf('cut'));
    expect(must(await lookAtWholeDump(request('cut')))).toMatchObject({ok: false});
    expect(await restoreDatabase({...request('cut'), skipNumbers: 0})).toMatchObject({
      ok: false,
      reason: expect.stringContaining('the dump cannot be relied on'),
    });
  }
  expect(must(await lookAtNames({live: cluster.uri, database: 'shop'}))).toMatchObject({isWaiting: false});
});

test('SQL that runs a command of psql is stopped by psql, and the command does not run', {
  timeout: testMs,
}, async () => {
  const mark = join(cluster.root, 'was-run');
  const [head = '', tail = ''] = readFileSync(pathOf('plain'), 'utf8').split(/(?=^CREATE SCHEMA)/m);
  writeFileSync(pathOf('hostile'), `${head}\\! touch '${mark.replaceAll("'", `'"'"'`)}'\n${tail}`);
  expect(await restoreDatabase({...request('hostile'), skipNumbers: 0})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('only "lifeboat-restored shop" was changed'),
  });
  expect(execFileSync('ls', [cluster.root], {encoding: 'utf8'})).not.toContain('was-run');
});

test('the loss is a number, the names change together with rights and settings, and the way back is open', {
  timeout: testMs,
}, async () => {
  must(await restoreDatabase({...request('custom'), skipNumbers: 0}));
  await cluster.sql(`
    insert into customers (name) values ('since 1'), ('since 2'); update customers set note = 'changed' where id = 3;
    delete from scans where line = 5; create table later (id int)`);
  const names = {live: cluster.uri, database: 'shop'};
  const loss = {written: 2, changed: 1, removed: 1, newTables: ['public.later']};
  expect(must(await writtenSince(names))).toMatchObject(loss);

  expect(must(await swapDatabase(names))).toEqual({database: 'shop', kept: 'lifeboat-kept shop', isDone: true});
  expect(must(await swapDatabase(names))).toMatchObject({isDone: false});
  expect(must(await writtenSince(names))).toMatchObject(loss);
  expect(
    await cluster.sql(`
      select current_setting('work_mem') as memory, has_database_privilege('app', 'shop', 'connect') as anybody,
        (select count(*) from customers) as customers, shobj_description(oid, 'pg_database') as comment
        from pg_database where datname = current_database()`),
  ).toEqual([{memory: '9MB', anybody: false, customers: 50, comment: null}]);

  expect(must(await swapBack(names))).toMatchObject({isDone: true});
  expect(await cluster.sql('select count(*) as customers from customers')).toEqual([{customers: 52}]);
  expect(must(await lookAtNames(names))).toMatchObject({isThere: true, isWaiting: true, kept: null});
});

test('rows come back by key: those that the condition means, exactly as many as were counted, or none', {
  timeout: testMs,
}, async () => {
  must(await restoreDatabase({...request('gzip'), skipNumbers: 0}));
  await cluster.sql(
    'delete from scans where line is null or line <= 60; delete from "Box Office"."Order Lines" where id <= 60',
  );
  const lines = {live: cluster.uri, database: 'shop', tables: ['"Box Office"."Order Lines"', 'public.scans']};
  const alone = {...lines, tables: ['"Box Office"."Order Lines"'], where: '"Sum" between 11 and 20'};
  expect(must(await checkRows(alone))).toMatchObject({lacking: 10, obstacles: []});
  expect(await putRows({...alone, expected: 9})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('10 rows are lacking now where 9 were counted'),
  });
  expect(await putRows({...alone, where: `true); drop table scans; --`})).toMatchObject({ok: false});
  expect(must(await putRows({...alone, expected: 10})).rowsRestored).toBe(10);
  expect(must(await checkRows(lines))).toMatchObject({lacking: 50 + 60, obstacles: []});
  expect(must(await putRows(lines)).rowsRestored).toBe(110);
  expect(await cluster.sql(`select count(*) as lines, sum("Sum")::int as sum from "Box Office"."Order Lines"`)).toEqual(
    [{lines: 200, sum: 20_100}],
  );
  must(await discardRestored(lines));
});

test.each(['directory', 'plain'])(
  'a table comes back from a %s dump with all that hung on it',
  {timeout: testMs},
  async name => {
    const hung = () =>
      cluster.sql(`
      select (select json_agg(pg_get_indexdef(indexrelid) order by 1) from pg_index where indrelid = c.oid)::text as indexes,
        (select json_agg(pg_get_constraintdef(oid) order by 1) from pg_constraint where c.oid in (conrelid, confrelid))::text as constraints,
        (select json_agg(pg_get_triggerdef(oid)) from pg_trigger where tgrelid = c.oid and not tgisinternal)::text as triggers,
        c.relacl::text as rights, pg_get_serial_sequence('"Box Office"."Order Lines"', 'id') as counter,
        obj_description('"Box Office"."by sum"'::regclass) as comment
        from pg_class c where c.oid = '"Box Office"."Order Lines"'::regclass`);
    const before = await hung();
    const wanted = {live: cluster.uri, schema: 'Box Office', name: 'Order Lines', dump: pathOf(name), skipNumbers: 50};
    expect(await restoreTable(wanted)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('nothing was changed'),
    });
    await cluster.sql('drop view if exists paid_lines; drop table "Box Office"."Order Lines" cascade');
    expect(must(await restoreTable(wanted))).toMatchObject({
      rowsRestored: 200,
      references: [{state: 'holds'}],
      beyond: [expect.stringContaining('VIEW public paid_lines')],
    });
    expect(await hung()).toEqual(before);
    expect(await cluster.sql(`select nextval('"Box Office"."Order Lines_id_seq"')::int as next`)).toEqual([
      {next: 251},
    ]);
  },
);

test('a key of others that older rows do not fit is held for new rows, and said with a row', {
  timeout: testMs,
}, async () => {
  await cluster.sql(`
    insert into "Box Office"."Order Lines" (id, customer, "Sum") values (900, 1, 9); insert into scans values (900);
    drop table "Box Office"."Order Lines" cascade`);
  const wanted = {live: cluster.uri, schema: 'Box Office', name: 'Order Lines', dump: pathOf('custom'), skipNumbers: 0};
  expect(must(await restoreTable(wanted)).references).toEqual([
    {
      reference: expect.stringContaining('scans_line_fkey'),
      state: 'for-new-rows',
      why: expect.stringContaining('Key (line)=(900) is not present'),
    },
  ]);
  await expect(cluster.sql('insert into scans values (901)')).rejects.toThrow(/scans_line_fkey/);
});

test('roles go over to another server with passwords, memberships and settings, into none of its logs, and the dump after them', {
  timeout: testMs,
}, async () => {
  const other = await makeCluster('postgres_is_enough');
  onTestFinished(() => other.remove());
  await cluster.sql(`
    alter role clerk login password 'swordfish' valid until '2030-01-01'; grant clerk to app with admin option;
    alter role app set search_path to "Box Office", public; comment on role app is 'the shop''s'`);
  const into = inDatabase(other.uri, 'shop');
  expect(must(await carryRoles({from: cluster.uri, into}))).toEqual({made: ['app', 'clerk'], left: ['postgres']});
  expect(must(await carryRoles({from: cluster.uri, into}))).toMatchObject({made: []});
  expect(await carryRoles({from: cluster.uri, into: cluster.uri})).toMatchObject({ok: false});
  const roles = `
    select rolname, rolpassword, rolvaliduntil::text as until, rolcanlogin, shobj_description(oid, 'pg_authid') as comment,
      (select setconfig::text from pg_db_role_setting where setrole = a.oid and setdatabase = 0) as settings,
      (select json_agg(roleid::regrole::text) from pg_auth_members where member = a.oid)::text as is_in
      from pg_authid a where rolname in ('app', 'clerk') order by 1`;
  expect(await other.sql(roles)).toEqual(await cluster.sql(roles));
  expect(readFileSync(join(other.root, 'log'), 'utf8')).not.toContain('SCRAM-SHA-256');

  must(await restoreDatabase({live: into, database: 'shop', dump: pathOf('custom'), skipNumbers: 0}));
  const since = must(await writtenSince({live: into, database: 'shop', today: cluster.uri}));
  expect(since).toMatchObject({compared: true, unread: [], newTables: ['public.later']});
  expect(since.tables.find(({table}) => table === 'public.customers')).toMatchObject({
    written: 2,
    changed: 1,
    removed: 0,
  });
});
