/** A dropped database comes back under its own name only when all that it had is in it. */
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {findRemoval} from '../../src/backup/undelete/find-removal.ts';
import {
  checkUndeleteDatabase,
  type UndeleteDatabaseRequest,
  undeleteDatabase,
} from '../../src/backup/undelete/undelete-database.ts';
import {withConnection} from '../../src/postgres/connect.ts';
import {rowsOf} from '../../src/postgres/query.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

// The drill of the runbook goes the straight way in every suite; these are the other ways.
describe.runIf(process.env.CI === 'true')('a database that was dropped', () => {
  let cluster: Cluster;
  let request: UndeleteDatabaseRequest;

  beforeAll(async () => {
    cluster = await makeCluster('office');
    await cluster.sql('create extension pg_walinspect');
    await cluster.sql('create role clerk');
    await cluster.sql('create database "Tickets" owner clerk connection limit 7');
    for (const statement of [
      'alter database "Tickets" set search_path to desk, public',
      `alter role clerk in database "Tickets" set work_mem to '8MB'`,
      'revoke connect on database "Tickets" from public',
      `comment on database "Tickets" is 'what is sold'`,
    ]) {
      await cluster.sql(statement);
    }
    await inTickets(`create schema desk; create type state as enum ('open', 'paid'); create sequence desk.numbers;
      create table desk.orders (id int primary key default nextval('desk.numbers'), state state not null);
      insert into desk.orders (state) select 'open' from generate_series(1, 500);
      create function desk.count() returns bigint language sql as 'select count(*) from desk.orders';
      select lo_from_bytea(0, 'a scan of a ticket')`);
    const backupDir = await cluster.backUp();
    await inTickets(`insert into desk.orders (state) values ('paid')`);
    const from = String((await cluster.sql('select clock_timestamp() as at'))[0]?.at);
    await cluster.sql('drop database "Tickets"');
    const [removal] = must(await findRemoval({live: cluster.uri, from, backupDir})).removals;
    expect(removal).toMatchObject({kind: 'database', database: 'Tickets'});
    const beforeLsn = removal?.beforeLsn ?? '';
    must(await archiveWal({live: cluster.uri}));
    const side = must(
      await restoreBeside({
        backupDir,
        wal: {archiveDir: cluster.archive},
        intoDir: join(cluster.root, 'side'),
        target: {untilLsn: beforeLsn},
        database: 'Tickets',
      }),
    );
    request = {from: side.connection, into: cluster.uri, database: 'Tickets', beforeLsn};
  });

  afterAll(async () => {
    must(await discardSide(join(cluster.root, 'side')));
    await cluster.remove();
  });

  const inTickets = async (sql: string) =>
    must(await withConnection(cluster.uri.replace('/office', '/Tickets'), connection => rowsOf(connection, sql)));

  test('is not mixed with what somebody else keeps under the name that it has meanwhile', async () => {
    await cluster.sql('create database "lifeboat Tickets"');
    expect(await undeleteDatabase(request)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(`there is a database "lifeboat Tickets" that is somebody's own`),
    });
    expect(await cluster.sql(`select datname from pg_database where datname = 'lifeboat Tickets'`)).toHaveLength(1);
    await cluster.sql('drop database "lifeboat Tickets"');
  });

  test('comes back with its rows, objects, rights and settings, and stays as it is when it is asked for again', async () => {
    expect(must(await checkUndeleteDatabase(request))).toMatchObject({there: false, tables: 1, rows: 501});
    expect(must(await undeleteDatabase(request))).toMatchObject({alreadyThere: false, rowsRestored: 501});
    expect(await inTickets("select desk.count() as n, current_setting('search_path') as path")).toEqual([
      {n: 501, path: 'desk, public'},
    ]);
    expect(
      await cluster.sql(`select d.datconnlimit as most, pg_get_userbyid(datdba) as owner, shobj_description(d.oid, 'pg_database') as says,
          has_database_privilege('pg_monitor', d.oid, 'connect') as open,
          (select setconfig from pg_db_role_setting where setdatabase = d.oid and setrole = 'clerk'::regrole) as settings
        from pg_database d where datname = 'Tickets'`),
    ).toEqual([{most: 7, owner: 'clerk', says: 'what is sold', open: false, settings: ['work_mem=8MB']}]);

    await inTickets(`insert into desk.orders (state) values ('open')`);
    expect(must(await checkUndeleteDatabase(request))).toMatchObject({there: true, complete: true});
    expect(must(await undeleteDatabase(request))).toMatchObject({alreadyThere: true});
    await inTickets('delete from desk.orders where id = 3');
    expect(must(await checkUndeleteDatabase(request))).toMatchObject({
      complete: false,
      missing: ['1 rows of desk.orders are not there, and 0 are another way'],
    });
  });
});
