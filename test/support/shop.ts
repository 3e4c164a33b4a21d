/** A shop on a PostgreSQL of its own, what somebody deleted from it, and how `lifeboat run` is told of it. */
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {runAs} from '../../src/postgres/server-user.ts';
import {formatConnection, parseConnection} from '../../src/postgres/uri.ts';
import type {Row} from '../../src/postgres/values.ts';
import type {Desk} from './lifeboat.ts';
import {type Cluster, makeCluster} from './postgres-cluster.ts';
import {must} from './postgres-must.ts';
import {contentOf} from './processes.ts';

/** Wants encoding in a URI, so that both spellings can be looked for. */
export const password = 'tuna/9 melt';
/** Both spellings of the password. */
export const secrets = [password, encodeURIComponent(password)];

const schema = `
  create table customers (id int generated always as identity primary key, name text not null unique);
  create table "Order Lines" (
    customer int references customers on delete cascade, line int, price numeric(12, 4), at timestamptz not null default now(), facts jsonb,
    primary key (customer, line));
  insert into customers (name) select 'customer ' || g from generate_series(1, 50) g;
  insert into "Order Lines" select c, l, c * 1.0001 + l, now() - c * interval '1 day 0.000001 s', jsonb_build_object('l', l, 'n', null)
    from generate_series(1, 50) c, generate_series(1, 20) l;
  create role recovery superuser login password '${password}';`;

/** Somebody meant one customer: 10 customers are gone, and by the foreign key 200 order lines with them. */
const damage = 'delete from customers where id between 10 and 19';

const since = `
  insert into customers (name) values ('new since');
  insert into "Order Lines" values (51, 1, 9.99, now(), null), (9, 21, 1, now(), '{}');
  update customers set name = 'renamed since' where id = 1`;

/** What a person answers whose deletion it was, and who may write to this shop. */
export const shopAnswers = `
is_it_this: this_one
choose_path: point_in_time
is_it_there: right
may_we: Grace Hopper
put_back: shop
review_access: done
`;

export type Shop = {
  readonly cluster: Cluster;
  /** The base backup that `settings` names. */
  readonly backup: string;
  /** The connection with the password of a role that must give one. */
  readonly directUrl: string;
  /** Deletes rows and says when, by the server's clock, just before. */
  readonly deleteRows: () => Promise<string>;
  /** What other people write meanwhile. */
  readonly goOn: () => Promise<unknown>;
  /** Fingerprint of the rows that are deleted, byte for byte; nothing while they are gone. */
  readonly deletedRows: () => Promise<readonly Row[]>;
  /** The options of `lifeboat run` for a deletion at that time. */
  readonly settings: (desk: Desk, deletedAt: string) => readonly string[];
};

/** Makes the shop, its role with a password, and a base backup; `cluster.remove` ends it. */
export const openShop = async (): Promise<Shop> => {
  const cluster = await makeCluster();
  await cluster.sql(schema);
  const access = 'printf "local all postgres trust\\nlocal all all scram-sha-256\\n" > "$1/pg_hba.conf"';
  must(await runAs(cluster.tools.user, ['/bin/sh', '-c', access, 'sh', cluster.dataDirectory]));
  await cluster.sql('select pg_reload_conf()');
  const backup = await cluster.backUp();
  const login = {...must(parseConnection(cluster.uri)), user: 'recovery', password};
  return {
    cluster,
    backup,
    directUrl: formatConnection(login, {withPassword: true}),
    deleteRows: async () => {
      const [row] = await cluster.sql('select now() as at');
      await cluster.sql(damage);
      return String(row?.at);
    },
    goOn: () => cluster.sql(since),
    deletedRows: () =>
      cluster.sql(`
        select (select md5(string_agg(t::text, '|' order by id)) from customers t where id between 10 and 19) as customers,
          (select md5(string_agg(t::text, '|' order by customer, line)) from "Order Lines" t
            where customer between 10 and 19) as lines`),
    settings: (desk, deletedAt) =>
      [
        'tables=Order Lines',
        `deleted_at=${deletedAt}`,
        `base_backup=${backup}`,
        `wal_archive=${cluster.archive}`,
        `side_directory=${join(desk.directory, 'side')}`,
      ].flatMap(setting => ['--set', setting]),
  };
};

/** Every file below a directory. */
export const filesBelow = (directory: string): readonly string[] =>
  readdirSync(directory, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));

/** Files below a directory in which the password stands, in either spelling. */
export const filesWithSecrets = (directory: string): readonly string[] =>
  filesBelow(directory).filter(file => secrets.some(secret => contentOf(file).includes(secret)));
