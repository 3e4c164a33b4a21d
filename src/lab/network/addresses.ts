/** The addresses of a lab on loopback: one for each site and each service in front of them, the same port everywhere. */
import {randomInt} from 'node:crypto';
import {createServer, type Server} from 'node:net';
import {fail, type Result, succeed} from '../../base/result.ts';

/** What of a network is built besides the wires to the sites. */
export type NetworkService = 'dns' | 'pooler' | 'balancer' | 'receiver';

/** All that a record has to keep: everything else follows from it. */
export type NetworkPlan = {
  /** The first three bytes, `127.83.12`: all of 127/8 is this host, without any set-up on Linux. */
  readonly prefix: string;
  readonly port: number;
  readonly services: readonly NetworkService[];
};

/** The last byte of each. Behind a wire a server listens on an address of its own, which no client is told. */
const lastBytes = {
  wires: {primary: 11, standby: 12},
  listens: {primary: 111, standby: 112},
  pooler: 21,
  balancer: 22,
  application: 31,
  watch: 32,
} as const;

/** BIND listens only on addresses that an interface has, and of loopback that is this one. */
export const dnsAddress = '127.0.0.1';

/** The sites that clients reach through a wire; the delayed standby is for the console alone. */
export type WiredSite = keyof typeof lastBytes.wires;

export const wiredSites = Object.keys(lastBytes.wires) as readonly WiredSite[];

/** Where clients reach the site. */
export const wireAddress = ({prefix}: Pick<NetworkPlan, 'prefix'>, site: WiredSite): string =>
  `${prefix}.${lastBytes.wires[site]}`;

/** Where its server listens, behind the wire. */
export const listenAddress = ({prefix}: Pick<NetworkPlan, 'prefix'>, site: WiredSite): string =>
  `${prefix}.${lastBytes.listens[site]}`;

/** Where nobody of the lab has ever listened: whoever is led there is refused. */
export const nobodysAddress = ({prefix}: Pick<NetworkPlan, 'prefix'>): string => `${prefix}.99`;

type Fixed = 'pooler' | 'balancer' | 'application' | 'watch';

/** Where a service listens, or where a client comes from. */
export const fixedAddress = ({prefix}: Pick<NetworkPlan, 'prefix'>, what: Fixed): string =>
  `${prefix}.${lastBytes[what]}`;

const triesMax = 10;

/** Draws addresses that no other lab has and asks the kernel for a port that is free on all of them. */
export const planNetwork = async (services: readonly NetworkService[]): Promise<Result<NetworkPlan>> => {
  let why = '';
  for (let tries = 0; tries < triesMax; tries += 1) {
    // Not 127.0: other programs have their addresses there.
    const prefix = `127.${randomInt(16, 250)}.${randomInt(1, 250)}`;
    const [first = '', ...others] = allAddresses(prefix);
    const port = await freePort(first, others);
    if (port.ok) {
      return succeed({prefix, port: port.value, services});
    }
    why = port.reason;
  }
  return fail(`the lab finds no addresses for its network on this host: ${why}`);
};

const allAddresses = (prefix: string): readonly string[] => {
  const {wires, listens, ...fixed} = lastBytes;
  const own = [wires, listens, fixed].flatMap(some => Object.values(some)).map(last => `${prefix}.${last}`);
  return [...own, dnsAddress];
};

/** Held on all of them at the same moment, then let go for those who will listen there. */
const freePort = async (first: string, others: readonly string[]): Promise<Result<number>> => {
  const held: Server[] = [];
  try {
    held.push(await listening(first, 0));
    const bound = held[0]?.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    for (const address of others) {
      held.push(await listening(address, port));
    }
    return succeed(port);
  } catch (thrown) {
    return fail(thrown instanceof Error ? thrown.message : String(thrown));
  } finally {
    await Promise.all(held.map(server => new Promise(resolve => server.close(resolve))));
  }
};

const listening = (host: string, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen({host, port}, () => resolve(server));
  });
