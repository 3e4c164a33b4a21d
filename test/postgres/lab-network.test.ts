/** The network of a lab: clients reach its servers by addresses of their own, over wires that can be cut, and follow a name. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {startApplication} from '../../src/lab/application.ts';
import {ticketing} from '../../src/lab/datasets/ticketing.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {isOfLab} from '../../src/lab/isolation.ts';
import {labDirectory} from '../../src/lab/lab-directory.ts';
import {labNamesOf} from '../../src/lab/lab-names.ts';
import {readLabRecords} from '../../src/lab/lab-record.ts';
import {openState, tellNetwork} from '../../src/lab/network/control.ts';
import {startWatch} from '../../src/lab/watch/watch.ts';
import {bothWritable} from '../../src/lab/watch/watch-notes.ts';
import {connect} from '../../src/postgres/connect.ts';
import {isAlive} from '../../src/postgres/process-identity.ts';
import {needPackages} from '../support/debian-packages.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;
let names: Readonly<Record<string, string>>;

beforeAll(async () => {
  needPackages({named: 'bind9', nsupdate: 'bind9-dnsutils'});
  const request = {run: `network-${process.pid}`, stateDir, scale: 200};
  estate = must(await openEstate({...request, followers: ['standby'], network: ['dns']}));
  names = labNamesOf(estate);
});

afterAll(async () => {
  const companions = readLabRecords(stateDir).flatMap(record => (record.ok ? (record.value.companions ?? []) : []));
  expect(companions.filter(isAlive).map(({name}) => name)).toEqual(['network', 'dns']);
  must(await estate.dismantle());
  expect(companions.filter(isAlive)).toEqual([]);
  rmSync(stateDir, {recursive: true});
});

const network = () => must(estate.network ? {ok: true, value: estate.network} : {ok: false, reason: 'no network'});

const set = (wire: 'primary' | 'standby', state: 'open' | 'cut' | 'refused') =>
  tellNetwork(network().control, [{wire, state: {...openState, set: state}}]);

afterEach(async () => {
  must(await set('primary', 'open'));
});

const rows = async (uri: string, sql: string, from?: string) => {
  const connection = must(await connect(uri, from === undefined ? {} : {from}));
  try {
    return must(await connection.run(sql)).at(-1)?.rows ?? [];
  } finally {
    await connection.close();
  }
};

test('each site has an address and all have one port; the server sees who its client is', async () => {
  expect(names.primary_host).not.toBe(names.standby_host);
  const whoAmI = 'select host(inet_client_addr()) as client, pg_is_in_recovery() as follows';
  expect(await rows(names.primary_tcp ?? '', whoAmI)).toEqual([{client: '127.0.0.1', follows: false}]);
  expect(await rows(names.standby_tcp ?? '', whoAmI, '127.0.0.66')).toEqual([{client: '127.0.0.66', follows: true}]);
});

test('the standby follows over the primary’s wire', async () => {
  const [sender] = await rows(estate.primary, 'select host(client_addr) as client, state from pg_stat_replication');
  expect(sender).toEqual({client: '127.0.0.1', state: 'streaming'});
  must(await set('primary', 'refused'));
  const gone = async () => (await rows(estate.primary, 'select from pg_stat_replication')).length;
  await expect.poll(gone, {timeout: 20_000}).toBe(0);
});

test('a wire that is cut says nothing, and what was under way comes through when it is open again', async () => {
  const client = must(await connect(names.primary_tcp ?? ''));
  must(await set('primary', 'cut'));
  const asked = client.run('select 1 as one');
  // Nobody is refused: a connection is taken, and then nothing comes.
  const late = await connect(names.primary_tcp ?? '', {connectTimeoutMs: 300});
  expect(late).toMatchObject({ok: false, reason: {message: expect.stringContaining('no answer in time')}});
  expect(must(await connect(estate.primary)).target.host).toBe(estate.directory);
  must(await set('primary', 'open'));
  expect(must(await asked)[0]?.rows).toEqual([{one: 1}]);
  await client.close();
});

test('a wire that refuses resets what is open, and is there again when it is opened', async () => {
  const client = must(await connect(names.primary_tcp ?? ''));
  must(await set('primary', 'refused'));
  expect(await client.run('select 1')).toMatchObject({ok: false, reason: {uncertain: true}});
  expect(await connect(names.primary_tcp ?? '')).toMatchObject({
    ok: false,
    reason: {message: expect.stringContaining('nobody listens there')},
  });
  must(await set('primary', 'open'));
  expect(await rows(names.primary_tcp ?? '', 'select 1 as one')).toEqual([{one: 1}]);
});

test('a wire that is slow brings everything, in order', async () => {
  must(await tellNetwork(network().control, [{wire: 'primary', state: {set: 'open', delayMs: 20}}]));
  const [row] = await rows(
    names.primary_tcp ?? '',
    `select string_agg(n::text, ',') as all from generate_series(1, 30000) n`,
  );
  expect(row?.all).toBe(Array.from({length: 30_000}, (_, index) => index + 1).join(','));
});

test('all of it is the lab of this drill, and no address or port besides is', async () => {
  const own = [
    'primary_tcp',
    'standby_tcp',
    'application_tcp',
    'primary_host',
    'standby_listen',
    'dns',
    'dns_name',
    'dns_key',
  ];
  for (const name of [...own, 'network', 'second_site_data_directory', 'second_site_console']) {
    expect({name, isOurs: await isOfLab(estate, names[name] ?? '')}).toEqual({name, isOurs: true});
  }
  expect(await isOfLab(estate, `host='${names.primary_host}'`)).toBe(true);
  const {port} = names;
  for (const other of [
    `postgres://postgres@127.0.0.1:${port}/ticketing`,
    `postgres://postgres@${names.primary_host}:5432/ticketing`,
    `postgres://postgres@${names.primary_host}.example:${port}/ticketing`,
    `host=${names.primary_host} port=${port} hostaddr=192.0.2.7 user=postgres`,
    `127.0.0.1:53`,
    '127.0.0.1',
    'db.tickets.example',
  ]) {
    expect({other, isOurs: await isOfLab(estate, other)}).toEqual({other, isOurs: false});
  }
  // A wire that is cut is the lab's all the same: the drill is about it.
  must(await set('primary', 'cut'));
  expect(await isOfLab(estate, names.primary_tcp ?? '')).toBe(true);
});

test('the application comes from an address of its own and follows the name to whoever takes writes', async () => {
  const application = startApplication(estate);
  const watch = startWatch(estate);
  await vi.waitUntil(() => application.counts().acknowledged > 3 && watch.beats().length > 3, {timeout: 10_000});
  const [session] = await rows(
    estate.primary,
    `select host(client_addr) as client from pg_stat_activity where application_name = 'ticketing'`,
  );
  expect(session?.client).toBe(names.application_host);

  must(await set('primary', 'refused'));
  await rows(names.standby ?? '', 'select pg_promote(true, 60)');
  const refused = application.counts().refused;
  await vi.waitUntil(() => application.counts().refused > refused + 2, {timeout: 10_000});
  expect(application.counts().server).toBeNull();
  moveName(names.standby_host ?? '');
  const failedOver = application.counts().acknowledged;
  await vi.waitUntil(() => application.counts().acknowledged > failedOver + 3, {timeout: 10_000});
  expect(application.counts().server).toBe('standby');
  expect(bothWritable(watch.beats())).toEqual([]);

  // The old primary is alive, and nobody fenced it.
  must(await set('primary', 'open'));
  await vi.waitUntil(() => bothWritable(watch.beats()).length > 0, {timeout: 10_000});
  expect(bothWritable(watch.beats())[0]?.servers.toSorted()).toEqual(['primary', 'standby']);
  await Promise.all([application.stop(), watch.stop()]);
  const told = application.writes().acknowledged;
  expect([...new Set(told.map(({server}) => server))]).toEqual(['primary', 'standby']);
});

const moveName = (address: string): void => {
  const [server = '', port = ''] = (names.dns ?? '').split(':');
  const told = spawnSync('nsupdate', ['-k', names.dns_key ?? ''], {
    encoding: 'utf8',
    input: `server ${server} ${port}\nzone ${names.dns_zone}\nupdate delete ${names.dns_name} A\nupdate add ${names.dns_name} 5 A ${address}\nsend\n`,
  });
  expect({status: told.status, said: told.stderr}).toEqual({status: 0, said: ''});
};

test('a lab that cannot be built leaves no network behind', async () => {
  const broken = {...ticketing, load: () => [['select from nowhere']]};
  const run = `unbuilt-${process.pid}`;
  const failed = await openEstate({run, stateDir, dataset: broken, network: ['dns']});
  expect(failed).toMatchObject({ok: false, reason: expect.stringContaining('the dataset cannot be loaded')});
  expect(failed.ok ? '' : failed.reason).not.toContain('could not be taken down');
  const left = readdirSync('/proc').filter(
    pid => /^\d+$/.test(pid) && commandLine(pid).includes(must(labDirectory(run))),
  );
  expect(left).toEqual([]);
});

const commandLine = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};
