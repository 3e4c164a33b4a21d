/** A name of the public is never pointed at the address that each client has of itself. */
import {expect, test} from 'vitest';
import {redirectName} from '../../../../src/backup/failover/redirect-name.ts';

/** Where nobody answers, so that an order which is not refused ends with that. */
const ofThisHost = '127.0.0.1:1';
const elsewhere = '127.1:x';

const said = async (to: string, service: string) => {
  const order = {service, zone: 'example.org', name: 'db.example.org', keyFile: '/etc/move.key', to, ttlSeconds: 5};
  const done = await redirectName(order);
  return done.ok ? 'done' : `${done.reason.kind}: ${done.reason.sentence}`;
};

test.each(['127.0.1.1', '0.0.0.0', '::1'])('%s is no address for clients of a name service elsewhere', async to => {
  expect(await said(to, elsewhere)).toBe(`unsafe: ${to} is each client's own host.`);
});

test('a name that this host alone takes for itself, as Debian has it in /etc/hosts, is refused wherever the name service is', async () => {
  expect(await said('localhost', ofThisHost)).toMatch(/^unsafe: "localhost" is (127\.0\.0\.1|::1) here, which is each/);
});

test('a lab has its servers and its name service on one host', async () => {
  expect(await said('127.0.0.7', ofThisHost)).toMatch(/^impossible: the name service 127\.0\.0\.1:1 does not tell/);
});

test('an address that others reach is asked for at the name service', async () => {
  expect(await said('192.0.2.11', elsewhere)).toMatch(/^impossible: "127\.1:x" is no name service/);
});
