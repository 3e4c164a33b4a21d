/** A shop whose database asks for passwords over the network, with the roles of a real one, and with an archive and a base backup. */
import {randomInt} from 'node:crypto';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Connection, connect} from '../../src/postgres/connect.ts';
import {type Cluster, makeCluster} from './postgres-cluster.ts';
import {must} from './postgres-must.ts';
import {workPlace} from './work-place.ts';

export type BreachedShop = Cluster & {
  /** As clients come in: address and port, with the password of the role. */
  readonly tcp: (role: string, password: string) => string;
  /** A session of such a client; whoever opens it closes it. */
  readonly enter: (role: string, password: string) => Promise<Connection>;
  /** For evidence, records and passwords; its owner's alone. */
  readonly desk: string;
  readonly hbaFile: string;
};

/** The passwords of everybody, as they were when the shop was built. */
export const oldPasswords = {
  app: 'app-secret-1',
  reporting: 'report-secret-1',
  replicator: 'repl-secret-1',
  admin: 'admin-secret-1',
};

const hba = `# the shop's own rules
local all postgres trust
local replication postgres trust
host all all 127.0.0.0/8 scram-sha-256
host replication replicator 127.0.0.0/8 scram-sha-256
`;

/** Made anew for each file of tests; takes settings such as those of a log. */
export async function makeBreachedShop(settings: Readonly<Record<string, string>> = {}): Promise<BreachedShop> {
  const cluster = await makeCluster();
  const desk = mkdtempSync(join(workPlace, 'lifeboat-desk-'));
  chmodSync(desk, 0o700);
  // An address of its own on the loopback; everything below 127 is there without set-up.
  const address = `127.${randomInt(64, 250)}.${randomInt(1, 250)}.${randomInt(1, 250)}`;
  const hbaFile = join(cluster.dataDirectory, 'pg_hba.conf');
  writeFileSync(hbaFile, hba);
  await cluster.restart({listen_addresses: address, log_connections: 'on', ...settings});
  await cluster.sql(`
    create role app login password '${oldPasswords.app}';
    create role reporting login password '${oldPasswords.reporting}';
    create role replicator login replication password '${oldPasswords.replicator}';
    create role admin superuser login password '${oldPasswords.admin}';
    create table customers (id int primary key, email text not null, orders int not null default 0);
    insert into customers select n, 'customer' || n || '@example.org' from generate_series(1, 500) n;
    grant select, insert, update, delete on customers to app;
    grant select on customers to reporting`);
  const tcp = (role: string, password: string) => `postgres://${role}:${password}@${address}:5432/shop`;
  return {
    ...cluster,
    desk,
    hbaFile,
    tcp,
    enter: async (role, password) => must(await connect(tcp(role, password))),
    remove: async () => {
      await cluster.remove();
      rmSync(desk, {recursive: true, force: true});
    },
  };
}
