/** Points a name at another address, by a signed update (RFC 2136), and looks whether the name service gives that address now. */
import {BlockList, isIP} from 'node:net';
import {execa} from 'execa';
import {type Result, succeed} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {addressesOf, ownAddressOf} from './resolve-name.ts';

export type NameOrder = {
  /** HOST:PORT of the name service that takes the update. */
  readonly service: string;
  readonly zone: string;
  /** The whole name, with the zone. */
  readonly name: string;
  /** File of the key that signs the update (TSIG). */
  readonly keyFile: string;
  /** A name or an address; what clients get is the address. */
  readonly to: string;
  /** How long clients may remember it, in seconds. */
  readonly ttlSeconds: number;
};

export type RedirectedName = {
  readonly name: string;
  readonly addresses: readonly string[];
  /** What it was before; more than one where it pointed to several hosts. */
  readonly formerly: readonly string[];
  /** Until when clients may still go to the former address, in seconds from now; 0 where it had none. */
  readonly rememberedSeconds: number;
  readonly changed: boolean;
};

const answerWithinMs = 3_000;

/** May be done again; with a former address as `to` it is taken back. */
export const redirectName = async (order: NameOrder): Promise<Result<RedirectedName, Hindrance>> => {
  const odd = [order.zone, order.name].find(name => !isHostName(name));
  if (odd !== undefined) {
    return unsafe(`"${odd}" is no name of a host.`, 'Give it as clients have it, such as db.example.org.');
  }
  const to = await addressToGive(order);
  if (!to.ok) {
    return to;
  }
  const before = await addressesOf(order.name, order.service, answerWithinMs);
  if (!before.ok) {
    return impossible(`${before.reason}.`, 'See whether it runs; until then clients go where they went.');
  }
  const isThereAlready = before.value.addresses.length === 1 && before.value.addresses[0] === to.value;
  const sent = isThereAlready ? succeed(undefined) : await update(order, to.value);
  if (!sent.ok) {
    return sent;
  }
  // That the update was sent says nothing; what clients are told does.
  const after = await addressesOf(order.name, order.service, answerWithinMs);
  if (!after.ok || after.value.addresses.join() !== to.value) {
    return impossible(
      `${order.name} does not point to ${to.value}${after.ok ? `, but to ${after.value.addresses.join(', ') || 'nothing'}` : `: ${after.reason}`}.`,
      'See the log of the name service; then run this again.',
    );
  }
  return succeed({
    name: order.name,
    addresses: after.value.addresses,
    formerly: before.value.addresses,
    rememberedSeconds: isThereAlready ? 0 : (before.value.ttlSeconds ?? 0),
    changed: !isThereAlready,
  });
};

const addressToGive = async ({to, service}: NameOrder): Promise<Result<string, Hindrance>> => {
  const address = await ownAddressOf(to);
  if (!address.ok) {
    return impossible(`${address.reason}.`, 'Give the address that clients are to go to.');
  }
  const isOfLab = isIP(to) !== 0 && isOwnHost(placeOf(service).host);
  return isOwnHost(address.value) && !isOfLab
    ? unsafe(
        `${to === address.value ? to : `"${to}" is ${address.value} here, which`} is each client's own host.`,
        'Give the address by which other hosts reach the server.',
      )
    : address;
};

const ownHost = new BlockList();
ownHost.addSubnet('127.0.0.0', 8);
ownHost.addAddress('0.0.0.0');
ownHost.addAddress('::1', 'ipv6');
ownHost.addAddress('::', 'ipv6');

/** /etc/hosts of Debian gives a host's own name as 127.0.1.1. An address like that is right only in a lab, whose name service has one too. */
const isOwnHost = (address: string): boolean => {
  const version = isIP(address);
  return version !== 0 && ownHost.check(address, version === 6 ? 'ipv6' : 'ipv4');
};

const placeOf = (service: string): {readonly host: string; readonly port: string} => {
  const [, host = '', port = '53'] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(service) ?? [];
  return {host, port};
};

const isHostName = (name: string): boolean =>
  /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(name);

const update = async (order: NameOrder, address: string): Promise<Result<void, Hindrance>> => {
  const nsupdate = await findTool('nsupdate');
  if (!nsupdate.ok) {
    return impossible(`${nsupdate.reason.sentence}.`, nsupdate.reason.install);
  }
  const {host, port} = placeOf(order.service);
  const name = order.name.endsWith('.') ? order.name : `${order.name}.`;
  const lines = [
    `server ${host} ${port}`,
    `zone ${order.zone}`,
    `update delete ${name} A`,
    `update delete ${name} AAAA`,
    `update add ${name} ${order.ttlSeconds} ${isIP(address) === 6 ? 'AAAA' : 'A'} ${address}`,
    'send',
    '',
  ];
  const done = await execa(nsupdate.value.path, ['-t', '5', '-k', order.keyFile], {
    input: lines.join('\n'),
    reject: false,
    timeout: 15_000,
    extendEnv: false,
    env: {PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C'},
  });
  return done.failed
    ? impossible(
        `The name service does not take the update: ${lastLine(done.stderr) || lastLine(done.shortMessage ?? '')}.`,
        'See whether the key may change this name (allow-update or update-policy), and whether its file can be read here.',
      )
    : succeed(undefined);
};

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.replace(/\.+$/, '') ?? '';
