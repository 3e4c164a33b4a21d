/** A shop whose tables are dropped or emptied again and again, with a side instance from just before each time. */

import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {findRemoval} from '../../src/backup/undelete/find-removal.ts';
import type {Removal} from '../../src/backup/undelete/removal.ts';
import {type Cluster, makeCluster} from './postgres-cluster.ts';
import {must} from './postgres-must.ts';

export type RemovedShop = {
  readonly cluster: Cluster;
  readonly backupDir: string;
  /** Runs the statements, finds what they removed, and rebuilds the moment before it. */
  readonly remove: (statements: string) => Promise<Removal & {readonly side: string}>;
  readonly end: () => Promise<void>;
};

/** Rows of every kind of table: serial, identity, generated, with keys between them, a view, triggers, a policy, rights. */
export async function makeRemovedShop(): Promise<RemovedShop> {
  const cluster = await makeCluster();
  await cluster.sql(shop);
  const backupDir = await cluster.backUp();
  const intoDir = join(cluster.root, 'side');
  return {
    cluster,
    backupDir,
    remove: async statements => {
      const from = String((await cluster.sql('select clock_timestamp() as at'))[0]?.at);
      await cluster.sql(statements);
      const [removal] = must(await findRemoval({live: cluster.uri, from, backupDir})).removals;
      if (removal === undefined) throw new Error('nothing was found');
      must(await archiveWal({live: cluster.uri}));
      must(await discardSide(intoDir));
      const side = must(
        await restoreBeside({
          backupDir,
          wal: {archiveDir: cluster.archive},
          intoDir,
          target: {untilLsn: removal.beforeLsn},
          database: 'shop',
        }),
      );
      return {...removal, side: side.connection};
    },
    end: async () => {
      must(await discardSide(intoDir));
      rmSync(intoDir, {recursive: true, force: true});
      await cluster.remove();
    },
  };
}

const shop = `
  create extension pg_walinspect; create role clerk; create role auditor; create role keeper;
  create schema "Box Office"; create type state as enum ('open', 'paid', 'void');
  create table customers (id serial primary key, email text collate "C" not null unique, notes text default 'none');
  insert into customers (email) select 'c' || g || '@example.test' from generate_series(1, 500) g;
  create table orders (
    id bigint generated always as identity primary key, customer_id int not null references customers deferrable,
    state state not null default 'open', cents int not null check (cents > 0), tax int generated always as (cents / 5) stored,
    placed_at timestamptz not null default now(), raw bytea, tags text[], share float8) with (fillfactor = 80);
  insert into orders (customer_id, cents, raw, tags, share)
    select 1 + g % 500, g, decode(md5(g::text), 'hex'), array['a\\b', null, E'tab\\there'], g / 3.0 from generate_series(1, 2000) g;
  create table "Box Office"."Tickets" (id int primary key, order_id bigint not null references orders on delete cascade, "Seat No" text);
  insert into "Box Office"."Tickets" select g, 1 + g % 2000, 'S-' || g from generate_series(1, 4000) g;
  create index on orders (placed_at) where state <> 'void'; create unique index on orders ((cents * 2), id);
  create function stamp() returns trigger language plpgsql as 'begin return new; end';
  create trigger stamped before update on orders for each row execute function stamp();
  alter table orders disable trigger stamped; alter table orders enable row level security;
  create policy own on orders for select to clerk using (cents < 1000);
  grant select, insert on orders to clerk; grant select (id, cents) on orders to auditor with grant option;
  grant usage on sequence orders_id_seq to clerk; alter table orders owner to keeper; alter table orders alter raw set storage external;
  create statistics seen on customer_id, state from orders; comment on table orders is 'what was sold';
  comment on column orders.cents is 'it''s gross'; create view open_orders with (security_barrier) as select id, cents from orders where state = 'open';
  grant select on open_orders to auditor; create materialized view sums as select count(*) n, sum(cents) from open_orders;
  create publication shipped for table orders, customers`;
