/** What of a network is the lab's own: its addresses with its port, and its name; everything else is somebody's. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {withConnection} from '../../postgres/connect.ts';
import {worksIn} from '../../postgres/process-identity.ts';
import {rowsOf} from '../../postgres/query.ts';
import {parseConnection} from '../../postgres/uri.ts';
import {tellNetwork} from './control.ts';
import {resolveName} from './name-service.ts';
import type {LabNetwork, NameService} from './network.ts';

type Endpoint = {readonly host: string; readonly port: number | null};

/**
 * Whether a connection string, an address with or without a port, or a name is of that network. The process of the wires
 * holds its port on addresses that were drawn for this lab, so nobody else listens there as long as it answers.
 */
export const isOfNetwork = async (network: LabNetwork | null, token: string, target: string): Promise<boolean> => {
  const endpoint = network === null ? null : endpointOf(target);
  if (network === null || endpoint === null) {
    return false;
  }
  const {plan, dns, control} = network;
  const {host, port} = endpoint;
  if (dns !== null && !isConnection(target) && (target === dns.name || (host === dns.address && port === dns.port))) {
    return target === dns.name || runsIn(dns);
  }
  if (dns !== null && host === dns.name && port === plan.port) {
    return leadsHere(dns, plan);
  }
  const isOwn = isUnder(plan.prefix, host) && (port ?? plan.port) === plan.port && (await tellNetwork(control, [])).ok;
  return isOwn && (!isInFront(network, host) || !isConnection(target) || !(await leadsAway(network, token, target)));
};

const isConnection = (target: string): boolean => /^postgres(ql)?:\/\/|^[a-z]+\s*=/i.test(target.trim());

/** An address, `address:port` or a name, as steps say which hosts they touch; a host in quotes is one of those. */
const endpointOf = (target: string): Endpoint | null => {
  const [, alone] = /^host='([^'\\]*)'$/.exec(target) ?? [];
  const [, host, port] = /^([a-z0-9.-]+)(?::(\d+))?$/i.exec(alone ?? target) ?? [];
  if (host !== undefined) {
    return {host, port: port === undefined ? null : Number(port)};
  }
  const parsed = isConnection(target) ? parseConnection(target) : null;
  return parsed?.ok ? {host: parsed.value.host, port: parsed.value.port} : null;
};

const isUnder = (prefix: string, host: string): boolean =>
  host.startsWith(`${prefix}.`) && /^\d{1,3}$/.test(host.slice(prefix.length + 1));

const isInFront = ({pooler, balancer}: LabNetwork, host: string): boolean =>
  [pooler?.address, balancer?.address].includes(host);

const answersWithinMs = 1_000;

/**
 * What stands in front may have been told to lead to any server. A server of the lab shows the token, or answers at one of
 * its addresses; one that cannot be asked, such as the console of a pooler, is the lab's by where it listens.
 */
const leadsAway = async ({plan}: LabNetwork, token: string, target: string): Promise<boolean> => {
  const asked = await withConnection(
    target,
    connection =>
      rowsOf(connection, `select current_setting('lifeboat.lab', true) as token, host(inet_server_addr()) as address`),
    {connectTimeoutMs: answersWithinMs, statementTimeoutMs: answersWithinMs, answerTimeoutMs: answersWithinMs},
  );
  const [row] = asked.ok ? asked.value : [];
  return row !== undefined && (token === '' || row.token !== token) && !isUnder(plan.prefix, String(row.address));
};

/** No resolver of the system knows the name; who is told the name service goes where that leads, which is a place of the lab. */
const leadsHere = async (dns: NameService, {prefix}: LabNetwork['plan']): Promise<boolean> => {
  const address = await resolveName(dns);
  return runsIn(dns) && address.ok && isUnder(prefix, address.value);
};

/** Its address is everybody's, so it is the lab's as long as its process works in the lab. */
const runsIn = ({directory}: NameService): boolean => {
  try {
    return worksIn(Number(readFileSync(join(directory, 'named.pid'), 'utf8')), directory);
  } catch {
    return false;
  }
};
