/** Dumps of a user's own database, in every format: read to their end, restored beside, swapped, and moved to another server. */
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {carryRoles} from '../../src/backup/dumps/carry-roles.ts';
import {inDatabase, onServer} from '../../src/backup/dumps/in-database.ts';
import {lookAtWholeDump} from '../../src/backup/dumps/look-at-dump.ts';
import {restoreDatabase} from '../../src/backup/dumps/restore-database.ts';
import {discardRestored, lookAtNames, swapBack, swapDatabase} from '../../src/backup/dumps/swap-database.ts';
import {writtenSince} from '../../src/backup/dumps/written-since.ts';
import {withConnection} from '../../src/postgres/connect.ts';
import {rowsOf} from '../../src/postgres/query.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {makeDumpedShop} from '../support/dumped-shop.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const testMs = 60_000;

let cluster: Cluster;
let pathOf: (name: string) => string;

beforeAll(async () => {
  ({cluster, pathOf} = await makeDumpedShop());
}, testMs);

afterAll(() => cluster.remove());

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

test('what reaches beyond the database is left out however it is split, and what only looks like it comes back', {
  timeout: testMs,
}, async () => {
  const reaching = `DROP /* ; it's */
  DATABASE
  shop;
CREATE -- it's
  ROLE intruder
  SUPERUSER PASSWORD 'x;y';
ALTER\tSYSTEM SET log_min_messages = E'it\\'s; ' 'debug5';
COPY (SELECT 'x' FROM pg_class) TO
  PROGRAM 'touch ${pathOf('touched').replaceAll("'", "''")}';
`;
  const looking = `COPY
  public . customers (name, note) FROM /* ; */
  stdin;
DROP DATABASE shop;\tCREATE ROLE intruder;
\\.
INSERT INTO public.customers (name, note) VALUES ('CREATE
ROLE intruder;', E'it\\'s '
  '\\'; DROP DATABASE shop;'), ('three', $own$
ALTER SYSTEM RESET ALL;
$own$);
CREATE FUNCTION public.two() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
`;
  const end = '--\n-- PostgreSQL database dump complete';
  const whole = readFileSync(pathOf('plain'), 'utf8');
  writeFileSync(
    pathOf('reaching'),
    whole.replace(end, () => `${reaching}${looking}${end}`),
    {mode: 0o644},
  );
  const look = must(await lookAtWholeDump(request('reaching')));
  expect(look).toMatchObject({ok: true, rows: 353});
  expect(look.cautions).toContain(
    'statements that reach beyond its database are left out: CREATE ROLE, ALTER SYSTEM, COPY of a program',
  );
  expect(must(await restoreDatabase({...request('reaching'), skipNumbers: 0}))).toMatchObject({rows: 353});
  expect(
    await inRestored(`select note from customers where name like 'DROP%' or name like 'CREATE%' or name = 'three'
                       order by name`),
  ).toEqual([
    {note: "it's '; DROP DATABASE shop;"},
    {note: 'CREATE ROLE intruder;'},
    {note: '\nALTER SYSTEM RESET ALL;\n'},
  ]);
  expect(await inRestored('select two()')).toEqual([{two: 2}]);
  expect(await cluster.sql(`select 1 from pg_roles where rolname = 'intruder'`)).toEqual([]);
  expect(await cluster.sql(`select setting from pg_file_settings where name = 'log_min_messages'`)).toEqual([]);
  expect(existsSync(pathOf('touched'))).toBe(false);
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
  const inUse = {ok: false, reason: expect.stringMatching(/was in use/)};
  expect(await discardRestored(names)).toMatchObject(inUse);
  expect(await restoreDatabase({...request('custom'), skipNumbers: 0})).toMatchObject(inUse);
  expect(must(await lookAtNames(names))).toMatchObject({isWaiting: true});
});

test('a database that a killed swap has left closed is open again after either way is gone once more', {
  timeout: testMs,
}, async () => {
  const names = {live: cluster.uri, database: 'shop'};
  const closed = async (): Promise<readonly string[]> => must(await lookAtNames(names)).closed;
  const close = async (name: string): Promise<void> => {
    must(await onServer(cluster.uri, one => one.run(`alter database "${name}" allow_connections false`)));
  };
  must(await swapBack(names));
  await close('shop');
  await close('lifeboat-restored shop');
  expect((await closed()).toSorted()).toEqual(['lifeboat-restored shop', 'shop']);
  expect(must(await swapBack(names))).toMatchObject({isDone: true});
  expect(await closed()).toEqual([]);
  must(await swapDatabase(names));
  await close('shop');
  expect(must(await swapDatabase(names))).toMatchObject({isDone: true});
  expect(await closed()).toEqual([]);
  must(await swapBack(names));
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
