/** A cluster with checksums, a shop in it, a standby of it, and a hand that damages pages on the disk. */

import {closeSync, openSync, readSync, writeFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {type Connection, connect} from '../../src/postgres/connect.ts';
import {pageBytes, writePageChecksum} from '../../src/postgres/page-checksum.ts';
import {startServer, stopServer} from '../../src/postgres/server.ts';
import {giveTo, runAs} from '../../src/postgres/server-user.ts';
import {formatConnection} from '../../src/postgres/uri.ts';
import {type Cluster, makeCluster} from './postgres-cluster.ts';
import {must} from './postgres-must.ts';

/** Orders and what hangs on them; an address that is long enough to lie in the TOAST table stands beside every tenth. */
const schema = `
  create table customers (id bigint primary key generated always as identity, email text not null unique);
  create table orders (
    id bigint primary key generated always as identity, customer_id bigint not null references customers,
    reference text not null unique, cents int not null, placed_at timestamptz not null default now(), note text);
  create index orders_placed on orders (placed_at);
  create table payments (
    id bigint primary key generated always as identity, order_id bigint not null references orders, cents int not null);
  create table audit (line text, at timestamptz default now());
  create function audit_order() returns trigger language plpgsql as
    $$ begin insert into audit (line) values (tg_op || ' ' || new.reference); return new; end $$;
  create trigger audited before insert or update on orders for each row execute function audit_order();
  insert into customers (email) select 'buyer' || n || '@example.com' from generate_series(1, 500) n;
  insert into orders (customer_id, reference, cents, note)
    select 1 + n % 500, 'R-' || lpad(n::text, 6, '0'), 100 * n, case n % 100 when 0 then repeat(md5(n::text), 200) end
    from generate_series(1, 3000) n;
  alter table orders alter note set storage external;
  insert into payments (order_id, cents) select id, cents from orders order by id;`;

export type DamagedShop = Cluster & {
  readonly flip: (relation: string, block: number, damage?: Damage) => Promise<void>;
  readonly fileOf: (relation: string) => Promise<string>;
};

export async function makeShop(): Promise<DamagedShop> {
  const cluster = await makeCluster('shop', ['--data-checksums']);
  await cluster.sql(schema);
  await cluster.sql('vacuum analyze');
  const fileOf = async (relation: string) => {
    const [row] = await cluster.sql('select pg_relation_filepath($1::regclass) as path', [relation]);
    return join(cluster.dataDirectory, String(row?.path));
  };
  return {
    ...cluster,
    fileOf,
    flip: async (relation, block, damage = 'torn') => {
      const path = await fileOf(relation);
      await damageFile(cluster, path, {block, damage});
    },
  };
}

/** `torn` bytes in the middle; or one byte sequence replaced by another, and the checksum made right again. */
export type Damage = 'torn' | {readonly from: Buffer; readonly to: Buffer};

export async function damageFile(
  cluster: Cluster,
  path: string,
  {block, damage}: {readonly block: number; readonly damage: Damage},
): Promise<void> {
  // Stopped, or the sound page would go on being read from memory.
  must(await stopServer(cluster.dataDirectory));
  const file = openSync(path, 'r+');
  const page = Buffer.alloc(pageBytes);
  readSync(file, page, 0, pageBytes, block * pageBytes);
  if (damage === 'torn') {
    for (let at = 5000; at < 5064; at += 1) page[at] = (page[at] ?? 0) ^ 0xa5;
  } else {
    const at = page.indexOf(damage.from);
    if (at === -1) throw new Error('the page does not hold these bytes');
    damage.to.copy(page, at);
    writePageChecksum(page, block);
  }
  writeSync(file, page, 0, pageBytes, block * pageBytes);
  closeSync(file);
  await cluster.restart({});
}

export type Standby = {
  readonly uri: string;
  readonly dataDirectory: string;
  readonly remove: () => Promise<void>;
  readonly sql: (text: string) => Promise<void>;
};

/** A streaming standby of it, in a directory beside. */
export async function makeStandby(cluster: Cluster): Promise<Standby> {
  const dataDirectory = await cluster.backUp('standby');
  const socket = join(cluster.root, 'second');
  must(await runAs(cluster.tools.user, ['mkdir', '-m', '700', socket]));
  const signal = join(dataDirectory, 'standby.signal');
  writeFileSync(signal, '');
  giveTo(cluster.tools.user, signal);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    archive_mode: 'off',
    fsync: 'off',
    max_connections: '20',
    wal_retrieve_retry_interval: '100ms',
    primary_conninfo: `host='${cluster.root.replaceAll("'", "\\'")}' user=postgres`,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  must(await startServer(cluster.tools, {dataDirectory, logFile: join(cluster.root, 'standby.log'), options}));
  const uri = formatConnection({host: socket, port: 5432, user: 'postgres', database: 'shop', options: {}});
  return {
    uri,
    dataDirectory,
    sql: async text => {
      const connection: Connection = must(await connect(uri));
      must(await connection.run(text));
      await connection.close();
    },
    remove: async () => {
      must(await stopServer(dataDirectory, 'immediate'));
    },
  };
}

/** Another order under a payment: what is in the page is wrong, and its checksum right. */
export function orphanedPayment(id: number): Damage {
  const row = (order: number) => {
    const bytes = Buffer.alloc(16);
    bytes.writeBigInt64LE(BigInt(id), 0);
    bytes.writeBigInt64LE(BigInt(order), 8);
    return bytes;
  };
  return {from: row(id), to: row(id + 2 ** 40)};
}
