/** What stands of a lab's network, as everything else in the lab sees it; all of it follows from the directory and the plan. */
import {join} from 'node:path';
import {dnsAddress, fixedAddress, type NetworkPlan, type NetworkService} from './addresses.ts';

export type LabNetwork = {
  readonly plan: NetworkPlan;
  /** The socket on which wires are cut and opened: `tellNetwork(control, …)`. */
  readonly control: string;
  /** Where the application and the watch come from. */
  readonly clients: {readonly application: string; readonly watch: string};
  /** Null where it is not built. */
  readonly dns: NameService | null;
  readonly pooler: Pooler | null;
  readonly balancer: Balancer | null;
  /** The directory that pg_receivewal fills at the second site. */
  readonly receivedWal: string | null;
};

export type NameService = {
  readonly directory: string;
  readonly address: string;
  readonly port: number;
  readonly zone: string;
  /** What clients call the server that takes writes. */
  readonly name: string;
  /** As `nsupdate -k` takes it. */
  readonly keyFile: string;
};

export type Pooler = {
  readonly directory: string;
  readonly address: string;
  readonly port: number;
  readonly config: string;
  /** Its auth_file. */
  readonly users: string;
};

export type Balancer = {
  readonly directory: string;
  readonly address: string;
  readonly port: number;
  readonly config: string;
  /** Its runtime API. */
  readonly socket: string;
};

/** The name ends in a top-level domain that nobody can own (RFC 2606, 2). */
const zone = 'tickets.test';

/** Describes the network of a lab in that directory, whether it runs or not. */
export const networkOf = (directory: string, plan: NetworkPlan): LabNetwork => {
  const has = (service: NetworkService): boolean => plan.services.includes(service);
  const {port} = plan;
  const [dns, pooler, balancer] = ['dns', 'pooler', 'balancer'].map(name => join(directory, name)) as [
    string,
    string,
    string,
  ];
  return {
    plan,
    control: join(directory, 'network.sock'),
    clients: {application: fixedAddress(plan, 'application'), watch: fixedAddress(plan, 'watch')},
    dns: has('dns')
      ? {
          directory: dns,
          address: dnsAddress,
          port,
          zone,
          name: `db.${zone}`,
          keyFile: join(dns, 'update.key'),
        }
      : null,
    pooler: has('pooler')
      ? {
          directory: pooler,
          address: fixedAddress(plan, 'pooler'),
          port,
          config: join(pooler, 'pgbouncer.ini'),
          users: join(pooler, 'users.txt'),
        }
      : null,
    balancer: has('balancer')
      ? {
          directory: balancer,
          address: fixedAddress(plan, 'balancer'),
          port,
          config: join(balancer, 'haproxy.cfg'),
          // Short: it is bound under a longer name first, and a socket's path has about a hundred bytes.
          socket: join(balancer, 'api'),
        }
      : null,
    receivedWal: has('receiver') ? join(directory, 'received') : null,
  };
};
