/** Sends what a running HAProxy passes on to another server, by its own socket, and looks whether it does. */
import {lstatSync} from 'node:fs';
import {type Result, succeed} from '../../base/result.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {type BalancedServer, serversOf, tellBalancer} from './balancer-socket.ts';
import {ownAddressOf} from './resolve-name.ts';

export type BalancerOrder = {
  /** Its stats socket, with level admin. */
  readonly socket: string;
  /** Where its servers point now, HOST and port; those alone are sent elsewhere. */
  readonly from: {readonly host: string; readonly port: number};
  readonly to: {readonly host: string; readonly port: number};
};

export type RedirectedBalancer = {
  /** As BACKEND/SERVER: those that lead to the new place now. */
  readonly servers: readonly string[];
  readonly changed: readonly string[];
  readonly to: string;
  /** What only its configuration file keeps. */
  readonly note: string;
};

/** May be done again. It does not outlive a restart of HAProxy: its file has to say the same. */
export const redirectBalancer = async (order: BalancerOrder): Promise<Result<RedirectedBalancer, Hindrance>> => {
  if (lstatSync(order.socket, {throwIfNoEntry: false})?.isSocket() !== true) {
    return unsafe(`${order.socket} is no socket.`, 'Name the stats socket of HAProxy, as its configuration has it.');
  }
  const [from, to] = await Promise.all([ownAddressOf(order.from.host), ownAddressOf(order.to.host)]);
  if (!from.ok || !to.ok) {
    return impossible(
      `${from.ok ? (to.ok ? '' : to.reason) : from.reason}.`,
      'Give the addresses as HAProxy has them.',
    );
  }
  const before = await serversOf(order.socket);
  if (!before.ok) {
    return before;
  }
  const isOld = isAt(from.value, order.from.port);
  const isNew = isAt(to.value, order.to.port);
  const meant = before.value.filter(isOld);
  for (const {name} of meant) {
    const sent = await tellBalancer(order.socket, [
      `set server ${name} addr ${to.value} port ${order.to.port}`,
      `set server ${name} state ready`,
      // Those to the old place may hang until the network gives up.
      `shutdown sessions server ${name}`,
    ]);
    if (!sent.ok) {
      return sent;
    }
  }
  const after = await serversOf(order.socket);
  if (!after.ok) {
    return after;
  }
  const there = after.value.filter(isNew);
  const left = after.value.filter(isOld);
  return there.length === 0 || left.length > 0
    ? leadsElsewhere(order, left, after.value)
    : succeed({
        servers: there.map(({name}) => name),
        changed: meant.map(({name}) => name),
        to: `${to.value}:${order.to.port}`,
        note: 'HAProxy forgets this when it is started again; change the address in its configuration file too.',
      });
};

const isAt =
  (address: string, port: number) =>
  (server: BalancedServer): boolean =>
    server.address === address && server.port === port;

const leadsElsewhere = (
  {from, to}: BalancerOrder,
  left: readonly BalancedServer[],
  all: readonly BalancedServer[],
): Result<never, Hindrance> =>
  impossible(
    left.length > 0
      ? `HAProxy still leads to the old place: ${left.map(({name}) => name).join(', ')}.`
      : `HAProxy has no server at ${from.host}:${from.port}, and none at ${to.host}:${to.port}.`,
    `Its servers are ${all.map(({name, address, port}) => `${name} at ${address}:${port}`).join(', ') || 'none'}.`,
  );
