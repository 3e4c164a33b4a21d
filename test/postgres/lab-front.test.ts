/** What stands between the clients of a lab and its servers: a pooler, a balancer, and a receiver of WAL behind them. */
import {execFile} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {connect as connectSocket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {type Application, startApplication} from '../../src/lab/application.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {isOfLab} from '../../src/lab/isolation.ts';
import {labNamesOf} from '../../src/lab/lab-names.ts';
import {readLabRecords} from '../../src/lab/lab-record.ts';
import {connect} from '../../src/postgres/connect.ts';
import {isAlive} from '../../src/postgres/process-identity.ts';
import {needPackages} from '../support/debian-packages.ts';
import {makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;
let names: Readonly<Record<string, string>>;

beforeAll(async () => {
  needPackages({pgbouncer: 'pgbouncer', haproxy: 'haproxy', psql: 'postgresql-client'});
  const request = {run: `front-${process.pid}`, stateDir, scale: 200, followers: ['standby'] as const};
  estate = must(await openEstate({...request, network: ['pooler', 'balancer', 'receiver']}));
  names = labNamesOf(estate);
});

afterAll(async () => {
  const companions = readLabRecords(stateDir).flatMap(record => (record.ok ? (record.value.companions ?? []) : []));
  expect(
    companions
      .filter(isAlive)
      .map(({name}) => name)
      .toSorted(),
  ).toEqual(['balancer', 'network', 'pooler', 'receiver']);
  must(await estate.dismantle());
  expect(companions.filter(isAlive)).toEqual([]);
  rmSync(stateDir, {recursive: true});
});

const name = (of: string): string => names[of] ?? '';

const rows = async (uri: string, sql: string) => {
  const connection = must(await connect(uri));
  try {
    return must(await connection.run(sql)).at(-1)?.rows ?? [];
  } finally {
    await connection.close();
  }
};

/**
 * Its words are no SQL, and psql sends them as they are. Not waited for in one piece: a pause waits for the transaction of the
 * application, which goes on in this very process.
 */
const console = async (command: string): Promise<string> => {
  const {stdout, stderr} = await promisify(execFile)('psql', ['-X', '-At', name('pooler_admin'), '-c', command], {
    timeout: 30_000,
  });
  expect({command, stderr}).toEqual({command, stderr: ''});
  return stdout;
};

/** Through the pooler, or as if only the balancer were there. */
const through = (front: 'pooler' | 'balancer'): Application => {
  const {network} = estate;
  return startApplication(
    front === 'pooler' || network === null ? estate : {...estate, network: {...network, pooler: null}},
  );
};

const writesMore = (application: Application, timeout = 10_000) => {
  const {acknowledged} = application.counts();
  return vi.waitUntil(() => application.counts().acknowledged > acknowledged + 3, {timeout});
};

const tellBalancer = (command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    const socket = connectSocket(name('balancer_socket'), () => socket.write(`${command}\n`));
    socket.setEncoding('utf8').on('data', text => {
      said += String(text);
    });
    socket.on('error', reject).on('close', () => resolve(said.trim()));
  });

test('what pg_receivewal receives at the second site is the WAL that the primary writes now', async () => {
  const sql = `select pg_walfile_name(pg_create_restore_point('received')) as segment`;
  const [now] = await rows(estate.primary, sql);
  await expect.poll(() => readdirSync(name('received_wal')), {timeout: 10_000}).toContain(`${now?.segment}.partial`);
  const [sender] = await rows(
    estate.primary,
    `select host(client_addr) as client from pg_stat_replication where application_name = 'received_wal'`,
  );
  expect(sender).toEqual({client: '127.0.0.1'});
});

test('a pause of the pooler is a wait for the application and no error', async () => {
  const application = through('pooler');
  await writesMore(application);
  await console('pause');
  const {acknowledged} = application.counts();
  expect(await console('show databases')).toContain('ticketing');
  expect(application.counts().acknowledged).toBeLessThanOrEqual(acknowledged + 1);
  await console('resume');
  await writesMore(application);
  expect(application.counts()).toMatchObject({refused: 0, failedReads: 0});
  await application.stop();
});

test('what is in front is the lab’s, and not where it leads away from it', async () => {
  for (const own of [
    'pooler',
    'pooler_admin',
    'pooler_config',
    'pooler_users',
    'balancer',
    'balancer_socket',
    'received_wal',
  ]) {
    expect({own, isOurs: await isOfLab(estate, name(own))}).toEqual({own, isOurs: true});
  }
  const production = await makeCluster('ticketing');
  const address = `127.14.${process.pid % 250}.1`;
  await production.restart({listen_addresses: address});
  await production.sql('create role app login');
  await tellBalancer(`set server ${name('balancer_server')} addr ${address} port 5432`);
  expect(await isOfLab(estate, name('balancer'))).toBe(false);
  await tellBalancer(`set server ${name('balancer_server')} addr ${name('primary_host')} port ${name('port')}`);
  expect(await isOfLab(estate, name('balancer'))).toBe(true);
  await production.remove();
});

test('the application goes on where the balancer and the pooler lead, and says which server it was', async () => {
  const [direct, pooled] = [through('balancer'), through('pooler')];
  await Promise.all([writesMore(direct), writesMore(pooled)]);
  expect([direct.counts().server, pooled.writes().acknowledged.at(-1)?.server]).toEqual(['primary', 'primary']);
  await rows(name('standby'), 'select pg_promote(true, 60)');

  await tellBalancer(`set server ${name('balancer_server')} addr ${name('standby_host')} port ${name('port')}`);
  await tellBalancer(`shutdown sessions server ${name('balancer_server')}`);
  await writesMore(direct);
  expect(direct.counts().server).toBe('standby');

  const config = readFileSync(name('pooler_config'), 'utf8');
  writeFileSync(name('pooler_config'), config.replaceAll(name('primary_host'), name('standby_host')));
  await console('reload');
  await vi.waitUntil(() => pooled.writes().acknowledged.at(-1)?.server === 'standby', {timeout: 10_000});
  await Promise.all([direct.stop(), pooled.stop()]);
});
