/** Where the application asks for a session: at the name, the pooler or the balancer that its drill is about, else at each host. */
import {type Failure, fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {Row} from '../../postgres/values.ts';
import {withPassword} from '../accounts/accounts.ts';
import type {Estate} from '../estate.ts';
import {clientUri} from '../network/front.ts';
import {resolveName} from '../network/name-service.ts';
import type {LabNetwork} from '../network/network.ts';
import type {Site, SiteName} from '../sites/site.ts';

export type Place = {
  /** In words, where there are several. */
  readonly called: string;
  readonly uri: string;
  /** Whose server it is that has this address; by socket it is known without one. */
  readonly serverAt: (address: unknown) => SiteName;
  /** Whether a session changes its server between transactions, as behind a pooler. */
  readonly isShared: boolean;
};

type Grounds = Pick<Estate, 'sites' | 'network' | 'dataset' | 'accounts'>;

type Wired = Grounds & {readonly network: LabNetwork};

/** Asked at each connect: a name may lead elsewhere by now. */
export const placesOf = async (estate: Grounds): Promise<Result<readonly Place[]>> => {
  const {network} = estate;
  if (network === null) {
    return succeed(hostsOf(estate));
  }
  const {pooler, balancer, dns} = network;
  const front = pooler ?? balancer;
  if (front !== null) {
    return succeed([placeAt({...estate, network}, front.address, pooler !== null)]);
  }
  if (dns !== null) {
    const address = await resolveName(dns);
    return address.ok ? succeed([placeAt({...estate, network}, address.value, false)]) : address;
  }
  return succeed(hostsOf(estate));
};

/** The delayed standby is none of them: nobody sends clients to the past. */
const hostsOf = ({sites, accounts}: Grounds): readonly Place[] =>
  sites
    .filter(({name}) => name !== 'delayed')
    .map(({name, application, tcp}) => ({
      called: name,
      uri: withPassword(tcp?.application ?? application, accounts),
      serverAt: () => name,
      isShared: false,
    }));

const placeAt = ({sites, network, dataset, accounts}: Wired, host: string, isShared: boolean): Place => ({
  called: host,
  uri: withPassword(clientUri(dataset, network.plan, host), accounts),
  serverAt: address => sites.find(({tcp}) => tcp !== null && tcp.listen === address)?.name ?? 'primary',
  isShared,
});

type Written = {readonly row: Row; readonly server: Site['name']};

/** Behind a pooler the next transaction may be on another server than the last one: each says where it was. */
export const atEachWrite =
  ({serverAt}: Place, connection: Connection) =>
  async (sql: string, values: readonly unknown[]): Promise<Result<Written, DatabaseFailure>> => {
    const begun = await connection.run('begin');
    const asked = begun.ok ? await rowsOf(connection, 'select host(inet_server_addr()) as address') : begun;
    if (!asked.ok) {
      return notCommitted(asked.reason);
    }
    const rows = await rowsOf(connection, sql, values);
    if (!rows.ok) {
      return notCommitted(rows.reason);
    }
    const committed = await connection.run('commit');
    return committed.ok
      ? succeed({row: rows.value[0] ?? {}, server: serverAt(asked.value[0]?.address)})
      : fail(committed.reason);
  };

/** Without a commit nothing of it can have happened. */
const notCommitted = (reason: DatabaseFailure): Failure<DatabaseFailure> => fail({...reason, uncertain: false});
