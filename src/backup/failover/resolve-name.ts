/** The address behind a host's name: by the name service that clients ask, or by the one of this host. */
import {lookup, Resolver} from 'node:dns/promises';
import {isIP} from 'node:net';
import {fail, type Result, succeed} from '../../base/result.ts';

/** Addresses and directories of sockets are taken as they are. With a resolver (HOST:PORT) that one is asked and no file of this host. */
export const addressOf = async (
  host: string,
  resolver: string | undefined,
  timeoutMs: number,
): Promise<Result<string>> => {
  if (host.startsWith('/') || isIP(host) !== 0 || resolver === undefined || resolver === '') {
    return succeed(host);
  }
  const found = await addressesOf(host, resolver, timeoutMs);
  if (!found.ok) {
    return found;
  }
  const [first] = found.value.addresses;
  return first === undefined ? fail(`the name ${host} has no address at ${resolver}`) : succeed(first);
};

export type Addresses = {
  /** In a fixed order, so that two looks can be compared. */
  readonly addresses: readonly string[];
  /** How long whoever asked may go on without asking again, in seconds; null where it has no address. */
  readonly ttlSeconds: number | null;
};

/** All addresses of a name as that name service gives them now; none is no failure, no answer is one. */
export const addressesOf = async (name: string, resolver: string, timeoutMs: number): Promise<Result<Addresses>> => {
  const asker = new Resolver({timeout: timeoutMs, tries: 1});
  try {
    asker.setServers([resolver]);
  } catch {
    return fail(`"${resolver}" is no name service; give the address and port of it, such as 192.0.2.53:53`);
  }
  const found = await Promise.all([
    records(() => asker.resolve4(name, {ttl: true})),
    records(() => asker.resolve6(name, {ttl: true})),
  ]);
  const trouble = found.find(one => !one.ok);
  if (trouble !== undefined && !trouble.ok) {
    return fail(`the name service ${resolver} does not tell the address of ${name}: ${trouble.reason}`);
  }
  const all = found.flatMap(one => (one.ok ? one.value : []));
  const times = all.map(({ttl}) => ttl);
  return succeed({
    addresses: all.map(({address}) => address).sort(),
    ttlSeconds: times.length === 0 ? null : Math.max(...times),
  });
};

type Record = {readonly address: string; readonly ttl: number};

/** That there is none of a kind is an answer. */
const records = async (ask: () => Promise<readonly Record[]>): Promise<Result<readonly Record[]>> => {
  try {
    return succeed(await ask());
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    return code === 'ENODATA' || code === 'ENOTFOUND' ? succeed([]) : fail(code === '' ? String(thrown) : code);
  }
};

/** The address that a name service is to give for a host: names are resolved here, by the system, once. */
export const ownAddressOf = async (host: string): Promise<Result<string>> => {
  if (isIP(host) !== 0) {
    return succeed(host);
  }
  if (host.startsWith('/')) {
    return fail(`${host} is a socket of one host, and clients need an address`);
  }
  try {
    return succeed((await lookup(host)).address);
  } catch {
    return fail(`the name "${host}" cannot be resolved here; give its address`);
  }
};
