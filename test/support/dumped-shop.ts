/** A shop of a user's own whose names want quoting, and dumps of it by pg_dump in every format. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {runClient} from '../../src/backup/dumps/client-program.ts';
import {findTool} from '../../src/postgres/find-tool.ts';
import {parseConnection} from '../../src/postgres/uri.ts';
import {type Cluster, makeCluster} from './postgres-cluster.ts';
import {must} from './postgres-must.ts';

export type DumpedShop = {
  readonly cluster: Cluster;
  /** Of one in that format: `plain`, `gzip`, `clean`, `inserts`, `custom`, `tar`, `directory`. */
  readonly pathOf: (name: string) => string;
};

const formats: Readonly<Record<string, readonly string[]>> = {
  plain: ['--verbose'],
  clean: ['--verbose', '--clean', '--create'],
  inserts: ['--verbose', '--inserts'],
  custom: ['--format=custom'],
  tar: ['--format=tar'],
  directory: ['--format=directory', '--jobs=2'],
};

/** Made with settings and rights of the database itself, and dumped in these formats; gzip needs plain. */
export const makeDumpedShop = async (wanted: readonly string[] = Object.keys(formats)): Promise<DumpedShop> => {
  const cluster = await makeCluster('shop');
  const pathOf = (name: string): string => join(cluster.root, `dump-${name}`);
  await cluster.sql(schema);
  await cluster.sql(`alter database shop set work_mem = '9MB'; revoke connect on database shop from public`);
  const pgDump = must(await findTool('pg_dump', {major: cluster.tools.binaries.major})).path;
  for (const name of wanted) {
    const command = ['env', 'TZ=UTC', pgDump, ...(formats[name] ?? []), `--file=${pathOf(name)}`];
    must(await runClient({command, target: must(parseConnection(cluster.uri)), user: cluster.tools.user}));
  }
  if (wanted.includes('plain')) {
    writeFileSync(pathOf('gzip'), gzipSync(readFileSync(pathOf('plain'))), {mode: 0o644});
  }
  return {cluster, pathOf};
};

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
