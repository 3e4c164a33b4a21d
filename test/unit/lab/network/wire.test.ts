/** A wire forwards, and can be cut, refuse and open again; a server of a few lines stands behind it. */
import {connect, createServer, type Server, type Socket} from 'node:net';
import {text} from 'node:stream/consumers';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {afterEach, beforeEach, expect, onTestFinished, test} from 'vitest';
import {listenAddress, type NetworkPlan, planNetwork, wireAddress} from '../../../../src/lab/network/addresses.ts';
import {openWire, type Wire} from '../../../../src/lab/network/wire.ts';
import {must} from '../../../support/postgres-must.ts';

let plan: NetworkPlan;
let wire: Wire;
let seen: {from: string | undefined; readonly said: string[]; ended: boolean}[];

beforeEach(async () => {
  seen = [];
  plan = must(await planNetwork([]));
  const {port} = plan;
  wire = await openWire({address: wireAddress(plan, 'primary'), port, to: listenAddress(plan, 'primary')});
});

afterEach(() => wire.set({set: 'refused', delayMs: 0}));

/** Says everything back in capitals, and ends when its client does. */
const serve = async (): Promise<Server> => {
  const server = createServer(socket => {
    const one = {from: socket.remoteAddress, said: [] as string[], ended: false};
    seen.push(one);
    socket.on('error', () => undefined);
    socket.on('end', () => {
      one.ended = true;
    });
    socket.setEncoding('utf8').on('data', said => {
      one.said.push(String(said));
      socket.write(String(said).toUpperCase());
    });
  });
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen({host: listenAddress(plan, 'primary'), port: plan.port}, () => resolve()),
  );
  onTestFinished(() => new Promise<void>(resolve => server.close(() => resolve())));
  return server;
};

const come = (localAddress = '127.0.0.1'): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({host: wireAddress(plan, 'primary'), port: plan.port, localAddress});
    socket.once('error', reject).once('connect', () => {
      socket.off('error', reject).on('error', () => undefined);
      resolve(socket);
    });
    onTestFinished(() => void socket.destroy());
  });

test('a server sees who its client is, and the end of what it says', async () => {
  await serve();
  const client = await come('127.0.0.66');
  client.end('a ticket');
  expect(await text(client)).toBe('A TICKET');
  expect(seen).toEqual([{from: '127.0.0.66', said: ['a ticket'], ended: true}]);
});

test('nothing comes through a wire that is cut, in either direction and of no client, until it is open again', async () => {
  await serve();
  const client = await come();
  await wire.set({set: 'cut', delayMs: 0});
  const late = await come();
  const answers: string[] = [];
  for (const one of [client, late]) {
    one.setEncoding('utf8').on('data', said => answers.push(String(said)));
    one.write('here');
  }
  for (let turns = 0; turns < 50; turns += 1) {
    await nextTurn();
  }
  expect({answers, said: seen.flatMap(({said}) => said)}).toEqual({answers: [], said: []});
  await wire.set({set: 'open', delayMs: 0});
  await expect.poll(() => answers).toEqual(['HERE', 'HERE']);
});

test('a client that leaves while the wire is cut is heard to leave when it is open again', async () => {
  await serve();
  const client = await come();
  client.write('here');
  await expect.poll(() => seen[0]?.said).toEqual(['here']);
  await wire.set({set: 'cut', delayMs: 0});
  client.end();
  for (let turns = 0; turns < 50; turns += 1) {
    await nextTurn();
  }
  expect(seen[0]?.ended).toBe(false);
  await wire.set({set: 'open', delayMs: 0});
  await expect.poll(() => seen[0]?.ended).toBe(true);
});

test('a wire that refuses ends what is open, lets nobody in, and is there again', async () => {
  await serve();
  const client = await come();
  const closed = new Promise(resolve => client.once('close', resolve));
  await wire.set({set: 'refused', delayMs: 0});
  await closed;
  await expect(come()).rejects.toMatchObject({code: 'ECONNREFUSED'});
  await wire.set({set: 'open', delayMs: 0});
  const again = await come();
  again.end('back');
  expect(await text(again)).toBe('BACK');
});

test('without a server behind it a wire ends whoever comes', async () => {
  const client = await come();
  expect(await text(client).catch(() => 'reset')).toMatch(/^(reset)?$/);
});
