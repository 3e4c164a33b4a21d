/** A shop whose customers, tickets and scans one transaction deleted, with the side instance that still has them. */

import {mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import type {DeletedRows} from '../../src/backup/deletion.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {deletedRows, findDeletion} from '../../src/backup/find-deletion.ts';
import type {PutBackRequest} from '../../src/backup/put-back.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {type Cluster, makeCluster} from './postgres-cluster.ts';
import {must} from './postgres-must.ts';
import {workPlace} from './work-place.ts';

export type DeletedShop = {
  readonly cluster: Cluster;
  readonly commitLsn: string;
  /** Of all tables, the carts too, which the transaction had changed itself. */
  readonly rows: DeletedRows;
  /** To put back the rows of these tables; left out: 12 rows of customers, tickets and scans. */
  readonly asked: (tables?: readonly string[]) => PutBackRequest;
  /** Deletes those rows again, and takes away what other tests put in their way. */
  readonly deleteAgain: () => Promise<unknown>;
  readonly remove: () => Promise<void>;
};

const schema = `
  create table venues (id int primary key, name text not null);
  create table customers (id int primary key, email text not null unique, name text);
  create table tickets (
    id int, region text, customer int not null references customers, venue int not null references venues,
    primary key (id, region)) partition by list (region);
  create table tickets_north partition of tickets for values in ('north');
  create table scans (id int primary key, ticket int, region text, foreign key (ticket, region) references tickets);
  create table carts (id int primary key, note text);
  insert into venues values (1, 'Hall'), (2, 'Arena'), (3, 'Barn');
  insert into customers select g, 'c' || g || '@example.org', 'Customer ' || g from generate_series(1, 6) g;
  insert into tickets select g, 'north', g, 1 + g % 2 from generate_series(1, 6) g;
  insert into scans select g, g, 'north' from generate_series(1, 6) g;
  insert into carts select g, 'open' from generate_series(1, 4) g`;

const removal = `
  delete from scans where id <= 4; delete from tickets where id <= 4; delete from customers where id <= 4;`;

const lostTables = ['public.customers', 'public.scans', 'public.tickets_north'];

export async function makeDeletedShop(): Promise<DeletedShop> {
  const cluster = await makeCluster();
  await cluster.sql(`create extension pg_walinspect; ${schema}`);
  const backupDir = await cluster.backUp();
  const [began] = await cluster.sql('select now() as at');
  await cluster.sql(`begin; ${removal}
    update carts set note = 'closed' where id = 1; insert into carts values (9, 'made'); delete from carts; commit`);
  const [deletion] = must(await findDeletion({live: cluster.uri, from: String(began?.at)})).deletions;
  const {xid = '', firstLsn = '', commitLsn = ''} = deletion ?? {};
  const rows = must(await deletedRows({live: cluster.uri, xid, firstLsn, commitLsn}));

  must(await archiveWal({live: cluster.uri}));
  const place = mkdtempSync(join(workPlace, 'lifeboat-side-'));
  giveTo(cluster.tools.user, place);
  const intoDir = join(place, 'side');
  const wal = {archiveDir: cluster.archive};
  const side = must(await restoreBeside({backupDir, wal, intoDir, target: {beforeXid: xid}, database: 'shop'}));

  return {
    cluster,
    commitLsn,
    rows,
    asked: (tables = lostTables) => ({
      from: side.connection,
      into: cluster.uri,
      rows: Object.fromEntries(Object.entries(rows).filter(([table]) => tables.includes(table))),
    }),
    deleteAgain: () =>
      cluster.sql(`${removal} delete from customers where id = 50;
        insert into venues values (2, 'Arena') on conflict do nothing`),
    remove: async () => {
      must(await discardSide(intoDir));
      rmSync(place, {recursive: true, force: true});
      await cluster.remove();
    },
  };
}
