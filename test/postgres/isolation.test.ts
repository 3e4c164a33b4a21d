/** A drill touches nothing but its lab: what looks like it and is not, is told apart by the server itself and by real paths. */
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {isOfLab} from '../../src/lab/isolation.ts';
import {withConnection} from '../../src/postgres/connect.ts';
import {rowsOf} from '../../src/postgres/query.ts';
import {initCluster, runningServer, startServer, stopServer} from '../../src/postgres/server.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;
let production: Cluster;

/** PostgreSQL's own port is another's, or already was. */
const neighbour = createServer();

beforeAll(async () => {
  await new Promise(resolve => neighbour.once('error', resolve).listen(5432, '127.0.0.1', () => resolve(undefined)));
  estate = must(await openEstate({run: `isolated-${process.pid}`, stateDir, scale: 100}));
  production = await makeCluster('ticketing');
});

afterAll(async () => {
  neighbour.close();
  await production.remove();
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

const isOurs = (target: string) => isOfLab(estate, target);

test('a lab needs no port: it listens on none, and one that is taken does not matter', async () => {
  const rows = must(await withConnection(estate.primary, connection => rowsOf(connection, 'show listen_addresses')));
  expect(rows).toEqual([{listen_addresses: ''}]);
});

test("the lab's server is known in either spelling and under both of its roles", async () => {
  expect(await isOurs(estate.primary)).toBe(true);
  expect(await isOurs(estate.application)).toBe(true);
  expect(await isOurs(`host=${estate.directory} user=postgres dbname=ticketing`)).toBe(true);
});

test('another server is not the lab, also where it has the same database, the token or a place in the lab', async () => {
  expect(await isOurs(production.uri)).toBe(false);
  expect(await isOfLab({...estate, token: ''}, production.uri)).toBe(false);

  // It listens on a socket in the lab's own directory, and says the token.
  const inside = join(estate.directory, 'away');
  mkdirSync(inside);
  symlinkSync(join(production.root, '.s.PGSQL.5432'), join(inside, '.s.PGSQL.5432'));
  expect(await isOurs(`host=${inside} user=postgres dbname=ticketing`)).toBe(false);
  expect(
    await isOurs(
      `postgres://postgres@/ticketing?host=${estate.directory}/../../..${production.root.replaceAll(' ', '%20')}`,
    ),
  ).toBe(false);
  // A host alone cannot be asked who it is: its sockets must have been made there.
  expect(await isOurs(`host='${estate.directory}'`)).toBe(true);
  expect(await isOurs(`host='${inside}'`)).toBe(false);
  expect(await isOurs("host='db1.example'")).toBe(false);
  expect(await isOurs("hostaddr='192.0.2.7'")).toBe(false);
  await production.sql(`alter database ticketing set lifeboat.lab = '${estate.token}'`);
  expect(await isOurs(production.uri)).toBe(false);
});

test('a connection that leads elsewhere than it says, to several servers or to nobody knows where is not the lab', async () => {
  const socket = `host=${estate.directory}`;
  expect(await isOurs(`postgres://postgres@/ticketing?${socket}&hostaddr=192.0.2.7`)).toBe(false);
  expect(await isOurs(`${socket} user=postgres dbname=ticketing service=production`)).toBe(false);
  expect(await isOurs(`postgres://postgres@/ticketing?${socket},db1.example`)).toBe(false);
  expect(await isOurs('postgres:///ticketing')).toBe(false);
  expect(await isOurs('service=production')).toBe(false);
});

test('a side instance in the lab has no token, and is the lab by where its files lie', async () => {
  const {tools, side} = estate;
  mkdirSync(side);
  giveTo(tools.user, side);
  const dataDirectory = join(side, 'data');
  must(await initCluster(tools, dataDirectory));
  const options = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${side}`, '-c', 'fsync=off'];
  must(await startServer(tools, {dataDirectory, logFile: join(side, 'log'), options}));
  expect(await isOurs(`postgres://postgres@/postgres?host=${side}`)).toBe(true);
  // Where its database is gone, or never was, the socket still says where its files lie.
  expect(await isOurs(`postgres://postgres@/dropped?host=${side}`)).toBe(true);
  must(await stopServer(dataDirectory));
  // Where nobody listens nobody can be harmed; a step may have stopped the server, and the next one starts it.
  expect(await isOurs(`postgres://postgres@/postgres?host=${side}`)).toBe(true);
});

test('a socket that no session can be had of is told by its lock, and one of another cluster is not the lab', async () => {
  const {tools, directory} = estate;
  const {root} = production;
  const shared = join(directory, 'shared');
  mkdirSync(shared);
  giveTo(tools.user, shared);
  await production.sql('alter database ticketing reset lifeboat.lab');
  await production.restart({unix_socket_directories: `${root}, ${shared}`});
  expect(await isOurs(`postgres://postgres@/ticketing?host=${shared}`)).toBe(false);
  expect(await isOurs(`postgres://postgres@/dropped?host=${shared}`)).toBe(false);
  writeFileSync(join(shared, '.s.PGSQL.5432.lock'), `${process.pid}\n${estate.dataDirectory}\n`);
  expect(await isOurs(`postgres://postgres@/dropped?host=${shared}`)).toBe(false);

  // A link to one that lives, and a socket that a killed program left.
  await production.restart({});
  symlinkSync(join(root, '.s.PGSQL.5432'), join(shared, '.s.PGSQL.5432'));
  const own = `${runningServer(estate.dataDirectory)?.pid}\n${estate.dataDirectory}\n`;
  writeFileSync(join(shared, '.s.PGSQL.5432.lock'), own);
  expect(await isOurs(`postgres://postgres@/dropped?host=${shared}`)).toBe(false);
  rmSync(join(shared, '.s.PGSQL.5432'));
  await leaveSocket(join(shared, '.s.PGSQL.5432'));
  expect(await isOurs(`postgres://postgres@/ticketing?host=${shared}`)).toBe(true);
});

/** Listens in a program of its own, which is killed. */
const leaveSocket = (path: string) =>
  new Promise<void>(resolve => {
    const text = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    spawn(process.execPath, ['-e', text, path]).once('exit', () => resolve());
  });

test('a directory is the lab only where it really lies, whatever its path looks like', async () => {
  const {directory} = estate;
  expect(await isOurs(join(directory, 'side', 'new', 'deeper'))).toBe(true);
  expect(await isOurs(estate.backup)).toBe(true);

  expect(await isOurs(directory)).toBe(false);
  expect(await isOurs(`${directory}/primary/../../precious`)).toBe(false);
  expect(await isOurs(`${directory}/nowhere/../../precious`)).toBe(false);
  expect(await isOurs(`${directory}/..`)).toBe(false);
  expect(await isOurs('side')).toBe(false);
  symlinkSync(production.root, join(directory, 'shortcut'));
  expect(await isOurs(join(directory, 'shortcut'))).toBe(false);
  expect(await isOurs(join(directory, 'shortcut', 'new'))).toBe(false);
  symlinkSync('/nowhere/at/all', join(directory, 'dangling'));
  expect(await isOurs(join(directory, 'dangling'))).toBe(false);
});
