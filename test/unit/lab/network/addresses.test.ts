/** Every lab has addresses of its own on loopback, and one port on all of them. */
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {
  dnsAddress,
  fixedAddress,
  listenAddress,
  planNetwork,
  wireAddress,
  wiredSites,
} from '../../../../src/lab/network/addresses.ts';
import {must} from '../../../support/postgres-must.ts';

test('the port is free on each address, and no two of a lab are the same', async () => {
  const plan = must(await planNetwork(['pooler']));
  const addresses = [
    ...wiredSites.flatMap(site => [wireAddress(plan, site), listenAddress(plan, site)]),
    ...(['pooler', 'balancer', 'application', 'watch'] as const).map(what => fixedAddress(plan, what)),
    dnsAddress,
  ];
  expect(new Set(addresses).size).toBe(addresses.length);
  for (const host of addresses) {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({host, port: plan.port}, () => resolve());
    });
    onTestFinished(() => new Promise<void>(resolve => server.close(() => resolve())));
  }
  expect(plan.services).toEqual(['pooler']);
});

test('two labs have no address in common', async () => {
  const [one, other] = [must(await planNetwork([])), must(await planNetwork([]))];
  expect(one.prefix === other.prefix && one.port === other.port).toBe(false);
});
