/** What a pooler leads to besides the old server and the new one stops the change, until a person has said what it is. */
import {expect, test} from 'vitest';
import {type Explained, unexplained} from '../../../../src/backup/failover/pooler-others.ts';

const order = (told: Partial<Explained> = {}): Explained => ({
  from: {host: '192.0.2.11', port: 5432},
  to: {host: '192.0.2.12', port: 5432},
  also: [],
  keeps: [],
  ...told,
});

const file = `[databases]
shop = host=192.0.2.11 port=5432
there = host=192.0.2.12 port=5432
`;

test('where all lead to one of the two places there is nothing to ask', async () => {
  expect(await unexplained(order(), file, [{name: 'pgbouncer', host: null, port: 6432}])).toEqual({
    ok: true,
    value: [],
  });
});

test.each([
  ['another spelling of the host', 'reports = host=db1.example.invalid', 'reports (db1.example.invalid:5432)'],
  ['another port', 'reports = host=192.0.2.11 port=6000', 'reports (192.0.2.11:6000)'],
  ['several hosts', 'reports = host=192.0.2.11,192.0.2.12', 'reports (192.0.2.11,192.0.2.12:5432)'],
  ['a socket', 'reports = dbname=shop', 'reports (a socket of its own host, port 5432)'],
  ['a directory of sockets', 'reports = host=/run/postgresql', 'reports (a socket of its own host, port 5432)'],
])('%s stops it', async (_, line, named) => {
  const asked = await unexplained(order(), `${file}${line}\n`, []);
  expect(asked).toMatchObject({ok: false, reason: {kind: 'unsafe', sentence: expect.stringContaining(named)}});
});

test('one of a file that is included is told of by the pooler itself', async () => {
  const running = [{name: 'reports', host: '192.0.2.99', port: 5432}];
  expect(await unexplained(order(), file, running)).toMatchObject({
    reason: {sentence: expect.stringContaining('reports (192.0.2.99:5432)')},
  });
});

test('an address of the old server in another spelling is told as that', async () => {
  const at = order({from: {host: '127.0.0.1', port: 5432}});
  const text = '[databases]\nshop = host=127.0.0.1\nreports = host=localhost\n';
  const asked = await unexplained(at, text, []);
  // Where localhost is ::1 first, it is told without the hint, and stops all the same.
  expect(asked).toMatchObject({reason: {sentence: expect.stringMatching(/reports \(localhost:5432\)/)}});
});

test('a word for each is enough, and only for those that it names', async () => {
  const text = `${file}reports = host=db1.example.invalid\n"stock list" = host=192.0.2.77\n`;
  const also = [{host: 'db1.example.invalid', port: 5432}];
  expect(await unexplained(order({also}), text, [])).toMatchObject({
    reason: {sentence: expect.stringMatching(/^(?!.*reports).*stock list/)},
  });
  expect(await unexplained(order({also, keeps: ['stock list']}), text, [])).toEqual({
    ok: true,
    value: ['stock list (192.0.2.77:5432)'],
  });
});

test('what leads to the old server cannot be kept', async () => {
  expect(await unexplained(order({keeps: ['shop']}), file, [])).toMatchObject({
    reason: {kind: 'unsafe', sentence: expect.stringContaining('is the old server')},
  });
});
