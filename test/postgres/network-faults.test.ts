/** Faults of the network on a real lab: a site that is cut off, one that comes back, and a name that leads nowhere. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {startApplication} from '../../src/lab/application.ts';
import {breakLab} from '../../src/lab/break-lab.ts';
import type {Damage} from '../../src/lab/damage.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {findFault} from '../../src/lab/faults.ts';
import {waitToComeBack} from '../../src/lab/network/comes-back.ts';
import {openState, tellNetwork} from '../../src/lab/network/control.ts';
import {judge} from '../../src/lab/oracle.ts';
import {keepDamage, readDamage} from '../../src/lab/truth.ts';
import {startWatch, type Watch} from '../../src/lab/watch/watch.ts';
import {connect} from '../../src/postgres/connect.ts';
import {stopServer} from '../../src/postgres/server.ts';
import {needPackages} from '../support/debian-packages.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;
let application: ReturnType<typeof startApplication>;
let watch: Watch;

beforeAll(async () => {
  needPackages({named: 'bind9', nsupdate: 'bind9-dnsutils'});
  const request = {run: `cut-${process.pid}`, stateDir, scale: 50};
  estate = must(await openEstate({...request, followers: ['standby'], network: ['dns']}));
  start();
});

afterAll(async () => {
  await stop();
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

const start = () => {
  application = startApplication(estate);
  watch = startWatch(estate);
};
const stop = () => Promise.all([application.stop(), watch.stop()]);

const writes = (more: number) => {
  const before = application.counts().acknowledged;
  return vi.waitUntil(() => application.counts().acknowledged > before + more, {timeout: 20_000, interval: 20});
};

const breaking = async (name: string): Promise<Damage> => {
  await writes(3);
  const {damage} = must(await breakLab(estate, {[name]: {}}, undefined));
  keepDamage(estate.directory, damage);
  const known = must(readDamage(estate.directory));
  expect(await findFault(name)?.symptomOf(estate, known)).toMatchObject({ok: true, value: {seen: true}});
  return known;
};

const judged = async (damage: Damage) => {
  await stop();
  const findings = must(await judge(estate, {damage, writes: application.writes()}));
  start();
  return findings;
};

const complaints = async (damage: Damage) =>
  (await judged(damage)).filter(({ok}) => !ok).map(({name, detail}) => `${name}: ${detail}`);

const network = () => must(estate.network ? {ok: true, value: estate.network} : {ok: false, reason: 'no network'});

const lead = async (site: 'primary' | 'standby') => {
  const {dns} = network();
  const host = estate.sites.find(({name}) => name === site)?.tcp?.host;
  const {execa} = await import('execa');
  const input = `server ${dns?.address} ${dns?.port}\nzone ${dns?.zone}\nupdate delete ${dns?.name} A\nupdate add ${dns?.name} 5 A ${host}\nsend\n`;
  await execa('nsupdate', ['-k', dns?.keyFile ?? ''], {input});
};

test('a name that leads nowhere is cured by the name, and the database is left alone', async () => {
  const damage = await breaking('stale_name');
  expect(await complaints(damage)).toEqual([
    expect.stringMatching(/^symptom_gone: clients cannot write: /),
    expect.stringMatching(/^outage: since the fault the application was never again told/),
  ]);
  await lead('primary');
  await writes(3);
  const findings = await judged(damage);
  expect(findings.filter(({ok}) => !ok)).toEqual([]);
  expect(findings.map(({name}) => name)).toEqual(expect.arrayContaining(['outage', 'never_two_writable']));
});

test('a site that is cut off lives at its console, and counts no more when another one is promoted', async () => {
  const damage = await breaking('site_cut');
  expect(damage.detail).toEqual({timeline: '00000001', held_by: ['standby']});
  const console = must(await connect(estate.primary));
  must(await console.run('create table written_at_the_console ()'));
  await console.close();
  await promote();
  await lead('standby');
  await writes(3);
  expect(must(await estate.current()).name).toBe('standby');
  expect(await complaints(damage)).toEqual([
    expect.stringMatching(/^archive_alive: /),
    expect.stringMatching(/^backup_alive: /),
    'stays_fenced: with its network back, primary and standby take writes at the same time',
  ]);

  // Cut again, it comes back with the next write of a client; whoever has not stopped it has two that take writes.
  must(await tellNetwork(network().control, [{wire: 'primary', state: {...openState, set: 'cut'}}]));
  waitToComeBack(estate);
  await vi.waitUntil(
    () => watch.beats().filter(({server, atMs}) => server === 'primary' && atMs > Date.now() - 300).length > 2,
    {
      timeout: 10_000,
    },
  );
  expect(await judge(estate, {damage, writes: application.writes()})).toEqual({
    ok: false,
    reason: 'primary and standby take writes at the same time',
  });
  must(await stopServer(estate.dataDirectory, 'fast'));
  expect(await complaints(damage)).toContainEqual(
    expect.stringMatching(/^never_two_writable: the primary and the standby both took writes of clients from 20/),
  );
});

/** By the console of the standby. */
const promote = async () => {
  const connection = must(await connect(estate.sites[1]?.connection ?? ''));
  must(await connection.run('select pg_promote()'));
  await connection.close();
};
