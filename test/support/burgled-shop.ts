/** A ticket shop as its owners run it, with an audit log of their own, and a burglar who has the password of its application. */
import {randomInt} from 'node:crypto';
import {appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type Connection, connect} from '../../src/postgres/connect.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import type {Row} from '../../src/postgres/values.ts';
import {needPackages} from './debian-packages.ts';
import {type Cluster, makeCluster} from './postgres-cluster.ts';
import {must} from './postgres-must.ts';
import {workPlace} from './work-place.ts';

/** As they were issued; one of them wants escaping in a password file and encoding in a URI. */
export const issued = {
  'shop-web': 'web:tuna/9 melt',
  bi: 'bi-secret-1',
  wal_copy: 'copy-secret-1',
  dba: 'dba-secret-1',
} as const;

/** The burglar's own way back in. */
export const rogue = {role: 'support2', password: 'rogue-secret-1'} as const;

/** Opens a session over the network; a failure is what the server says. */
type Enter = (role: string, password: string, from?: string) => ReturnType<typeof connect>;

export type BurgledShop = {
  readonly cluster: Cluster;
  readonly backup: string;
  /** The password file that programs of this shop read. */
  readonly store: string;
  /** For what the recovery writes; its owner's alone. */
  readonly desk: string;
  readonly burglarAddress: string;
  /** How clients come in. */
  readonly client: string;
  readonly enter: Enter;
  /** The application: one session, one statement, with the password that the store has for it now. */
  readonly works: (statement: string) => Promise<readonly Row[]>;
  readonly remove: () => Promise<void>;
};

const schema = `
  create role "shop-web" login password '${issued['shop-web']}';
  create role bi login password '${issued.bi}';
  create role wal_copy login replication password '${issued.wal_copy}';
  create role dba superuser login password '${issued.dba}';
  create table "Customers" (id int primary key, email text not null unique, tickets int not null default 0);
  create table orders (id int generated always as identity primary key, customer int not null references "Customers", cents int not null);
  insert into "Customers" select n, 'customer' || n || '@example.org' from generate_series(1, 100) n;
  grant select, insert, update, delete on "Customers", orders to "shop-web";
  grant select on "Customers", orders to bi;
  -- Meant for the nightly job: whoever may call it is a superuser.
  create function run_maintenance(statement text) returns void language plpgsql security definer as 'begin execute statement; end'`;

const rules = `# the shop's own
local all,replication postgres trust
host all "shop-web",bi,dba 127.0.0.0/8 scram-sha-256
host replication wal_copy 127.0.0.0/8 scram-sha-256
`;

// As people have them: in the server's own file, the log in another directory and in the zone of the people.
const auditSettings = (logDirectory: string): string => `
shared_preload_libraries = 'pgaudit'
pgaudit.log = 'read, write, ddl, role'
pgaudit.log_rows = on
pgaudit.log_relation = on
pgaudit.log_catalog = off
logging_collector = on
log_directory = '${logDirectory.replaceAll("'", "''")}'
log_filename = 'tickets-%a.log'
log_destination = 'csvlog'
log_timezone = 'America/St_Johns'
log_connections = on
`;

/** Made anew for each run: what a recovery did to one cannot be done to it again. Not audited, its log is a text as it comes out of the box. */
export async function openBurgledShop({audited = true} = {}): Promise<BurgledShop> {
  const cluster = await makeCluster('tickets');
  const {user, binaries} = cluster.tools;
  if (audited) {
    needPackages({[join(dirname(binaries.directory), 'lib', 'pgaudit.so')]: `postgresql-${binaries.major}-pgaudit`});
  }
  const logDirectory = join(cluster.root, 'server log');
  mkdirSync(logDirectory, {mode: 0o700});
  giveTo(user, logDirectory);
  const network = `127.${randomInt(64, 250)}.${randomInt(1, 250)}`;
  const address = `${network}.1`;
  appendFileSync(
    join(cluster.dataDirectory, 'postgresql.conf'),
    `listen_addresses = '${address}'\n${audited ? auditSettings(logDirectory) : ''}`,
  );
  writeFileSync(join(cluster.dataDirectory, 'pg_hba.conf'), rules);
  await cluster.restart({listen_addresses: address});
  await cluster.sql(audited ? `${schema}; create extension pgaudit` : schema);
  const desk = mkdtempSync(join(workPlace, 'lifeboat-desk-'));
  chmodSync(desk, 0o700);
  const store = join(desk, 'shop passwords');
  writeFileSync(store, storeText(), {mode: 0o600});
  const enter: Enter = (role, password, from) =>
    connect(
      {host: address, port: 5432, user: role, password, database: 'tickets', options: {}},
      {...(from !== undefined && {from})},
    );
  return {
    cluster,
    backup: await cluster.backUp(),
    store,
    desk,
    burglarAddress: `${network}.66`,
    client: `postgres://shop-web@${address}:5432/tickets`,
    enter,
    works: async statement => {
      const connection = must(await enter('shop-web', storedPassword(store, 'shop-web'), `${network}.10`));
      try {
        return must(await connection.run(statement)).at(-1)?.rows ?? [];
      } finally {
        await connection.close();
      }
    },
    remove: async () => {
      await cluster.remove();
      rmSync(desk, {recursive: true, force: true});
    },
  };
}

const storeText = (): string =>
  Object.entries(issued)
    .map(([role, password]) => `*:*:*:${role}:${password.replaceAll(/[\\:]/g, '\\$&')}\n`)
    .join('');

/** What the store has for a role now, as a program of the shop reads it. */
export const storedPassword = (store: string, role: string): string => {
  const line = readFileSync(store, 'utf8')
    .split('\n')
    .find(one => one.startsWith(`*:*:*:${role}:`));
  return (line ?? '').slice(`*:*:*:${role}:`.length).replaceAll(/\\(.)/g, '$1');
};

export type Burglary = {
  readonly sessions: readonly Connection[];
  /** Numbers of all that wrote, as somebody finds them who reads the WAL. */
  readonly transactions: readonly string[];
};

/**
 * The burglar comes with the password of the application, writes in between its work, becomes a superuser by a function
 * that was too kind, and leaves a role, a function, a right and a rule. Its sessions stay open; whoever burgles closes them.
 */
export async function burgle({enter, works, burglarAddress}: BurgledShop): Promise<Burglary> {
  const transactions: string[] = [];
  const comesIn = async (role: string, password: string) => {
    const session = must(await enter(role, password, burglarAddress));
    const does = async (statement: string) => {
      must(await session.run('begin'));
      must(await session.run(statement));
      const number = must(await session.run('select pg_current_xact_id_if_assigned()::text as number'))[0]?.rows[0]
        ?.number;
      must(await session.run('commit'));
      transactions.push(...(typeof number === 'string' ? [number] : []));
    };
    return {session, does};
  };
  const stolen = await comesIn('shop-web', issued['shop-web']);
  await stolen.does('select * from "Customers"');
  await stolen.does(`update "Customers" set email = 'x' || id || '@burglar.test' where id between 10 and 19`);
  await works('update "Customers" set tickets = 2 where id between 20 and 25');
  await stolen.does('delete from "Customers" where id between 30 and 34');
  await stolen.does(`insert into "Customers" values (900, 'mule@burglar.test')`);
  await stolen.does(
    `select run_maintenance($$create role ${rogue.role} superuser login password '${rogue.password}'$$)`,
  );
  await stolen.does(`select run_maintenance($$${atTheTop(burglarAddress)}$$)`);
  await stolen.does('select run_maintenance($$do $do$ begin perform pg_reload_conf(); end $do$ $$)');
  await works(`insert into "Customers" values (200, 'new@example.org')`);
  const grown = await comesIn(rogue.role, rogue.password);
  await grown.does(`create function refresh_statistics(statement text) returns void language plpgsql security definer as
    'begin execute statement; end'`);
  await grown.does('grant pg_read_all_data to bi');
  await works('insert into orders (customer, cents) values (200, 4500), (7, 1200)');
  return {sessions: [stolen.session, grown.session], transactions};
}

// The server's own account writes the rule before all others, in the directory that it works in.
const atTheTop = (address: string): string =>
  `copy (select 'host all all ${address}/32 trust') to program 'cat >line; cat line pg_hba.conf >both; cat both >pg_hba.conf; rm both line'`;

/** Every row, as text: what the shop has to be like in the end. */
export const rowsOf = async ({cluster}: BurgledShop): Promise<readonly string[]> =>
  (
    await cluster.sql(
      `select 'customer ' || t::text as row from "Customers" t union all select 'order ' || o::text from orders o order by 1`,
    )
  ).map(({row}) => String(row));

/** The same after the work of the application alone, as if no burglar had been there. */
export const rowsWithoutBurglar: readonly string[] = [
  ...Array.from({length: 100}, (_, index) => index + 1).map(
    id => `customer (${id},customer${id}@example.org,${id >= 20 && id <= 25 ? 2 : 0})`,
  ),
  'customer (200,new@example.org,0)',
  'order (1,200,4500)',
  'order (2,7,1200)',
].toSorted();
