/** What a lab has for runbooks, as `lab.NAME`, and what has to be built for it. */
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {issuedConnection} from './accounts/accounts.ts';
import {adminRole} from './accounts/roles.ts';
import type {Damage} from './damage.ts';
import {type OtherDump, otherDumps} from './dump-formats.ts';
import type {Estate} from './estate.ts';
import {intruderAddress} from './intruder/intruder-plan.ts';
import {configurationPlace} from './kept-configuration.ts';
import type {NetworkService} from './network/addresses.ts';
import {balancedServer} from './network/balancer.ts';
import {clientUri} from './network/front.ts';
import {poolerConsole} from './network/pooler.ts';
import {maintenanceConnection} from './sites/current.ts';
import type {FollowerName, Site, SiteName} from './sites/site.ts';

/** What a drill needs of its lab besides the primary. */
export type LabNeeds = {
  readonly followers: readonly FollowerName[];
  readonly withDump: boolean;
  readonly withPgbackrest: boolean;
  /** Dumps in other formats than that of `lab.dump`. */
  readonly otherDumps: readonly OtherDump[];
  readonly withAccounts: boolean;
  readonly withAudit: boolean;
  readonly withSecondCopy: boolean;
  readonly withObjectStore: boolean;
  /** What stands in its network; undefined where it has none, and everything goes by socket. */
  readonly network: readonly NetworkService[] | undefined;
};

type Part =
  | FollowerName
  | 'dump'
  | OtherDump
  | 'pgbackrest'
  | 'network'
  | NetworkService
  | 'accounts'
  | 'audit'
  | 'second-copy'
  | 'object-store';

type Named = {
  /** The parts that are built for it; each service has a network around it. */
  readonly from: readonly Part[];
  readonly value: (estate: Estate) => string | null | undefined;
};

const siteOf = (estate: Estate, name: SiteName): Site | undefined => estate.sites.find(site => site.name === name);

/** A connection string of the application. */
const clientsGoTo = ({network, dataset}: Estate, front: {readonly address: string} | null | undefined) =>
  network && front && clientUri(dataset, network.plan, front.address);

const always = (value: (estate: Estate) => string): Named => ({from: [], value});

const ofDamage: Named = {from: [], value: () => undefined};
const issued = ({directory, accounts}: Estate, role: string): string | undefined =>
  accounts === null ? undefined : issuedConnection(directory, accounts, role);

/** Every name, what it needs, and what it stands for. */
const names: Readonly<Record<string, Named>> = {
  primary: always(({primary}) => primary),
  maintenance: always(({primary}) => maintenanceConnection({connection: primary})),
  application: always(({application}) => application),
  repository: always(({backup}) => backup),
  archive: always(({archive}) => archive),
  side: always(({side}) => side),
  data_directory: always(({dataDirectory}) => dataDirectory),
  // For a server that a step starts on new files, which no former start tells the options of: by it the lab knows its own.
  server_option: always(({token}) => `lifeboat.lab=${token}`),
  configuration: always(configurationPlace),
  standby: {from: ['standby'], value: estate => siteOf(estate, 'standby')?.connection},
  second_site: {from: ['standby'], value: estate => siteOf(estate, 'standby')?.connection},
  standby_data_directory: {from: ['standby'], value: estate => siteOf(estate, 'standby')?.dataDirectory},
  delayed: {from: ['delayed'], value: estate => siteOf(estate, 'delayed')?.connection},
  delayed_data_directory: {from: ['delayed'], value: estate => siteOf(estate, 'delayed')?.dataDirectory},
  // Made when a drill names them, once the lab stands.
  backups: always(({backups}) => backups),
  other_host: always(({directory}) => join(directory, 'host')),
  tablespace: always(({tablespace}) => tablespace),
  // What a fault notes of the moment before it: the lab knows it when it is broken.
  moment_lsn: ofDamage,
  moment_transaction: ofDamage,
  restore_point: ofDamage,
  dump: {from: ['dump'], value: ({dump}) => dump ?? undefined},
  dump_plain: {from: ['plain'], value: ({otherDumps: taken}) => taken.plain},
  dump_gzip: {from: ['gzip'], value: ({otherDumps: taken}) => taken.gzip},
  dump_custom: {from: ['custom'], value: ({otherDumps: taken}) => taken.custom},
  pgbackrest_config: {from: ['pgbackrest'], value: ({pgbackrest}) => pgbackrest?.config},
  pgbackrest_stanza: {from: ['pgbackrest'], value: ({pgbackrest}) => pgbackrest?.stanza},
  // The network: strings, hosts and ports as clients have them, and where servers listen behind their wires.
  primary_tcp: {
    from: ['network'],
    value: estate => issued(estate, adminRole) ?? siteOf(estate, 'primary')?.tcp?.connection,
  },
  primary_host: {from: ['network'], value: estate => siteOf(estate, 'primary')?.tcp?.host},
  primary_listen: {from: ['network'], value: estate => siteOf(estate, 'primary')?.tcp?.listen},
  standby_tcp: {from: ['network', 'standby'], value: estate => siteOf(estate, 'standby')?.tcp?.connection},
  standby_host: {from: ['network', 'standby'], value: estate => siteOf(estate, 'standby')?.tcp?.host},
  standby_listen: {from: ['network', 'standby'], value: estate => siteOf(estate, 'standby')?.tcp?.listen},
  // The second site as a place, where a server may be brought that is not there yet.
  second_site_tcp: {from: ['network'], value: estate => siteOf(estate, 'standby')?.tcp?.connection},
  second_site_host: {from: ['network'], value: estate => siteOf(estate, 'standby')?.tcp?.host},
  second_site_listen: {from: ['network'], value: estate => siteOf(estate, 'standby')?.tcp?.listen},
  second_site_console: {from: ['network'], value: estate => siteOf(estate, 'standby')?.connection},
  second_site_socket: {from: ['network'], value: estate => siteOf(estate, 'standby')?.host},
  second_site_data_directory: {from: ['network'], value: estate => siteOf(estate, 'standby')?.dataDirectory},
  application_tcp: {
    from: ['network'],
    value: estate => issued(estate, estate.dataset.applicationRole) ?? siteOf(estate, 'primary')?.tcp?.application,
  },
  application_host: {from: ['network'], value: ({network}) => network?.clients.application},
  port: {from: ['network'], value: ({network}) => network?.plan.port.toString()},
  network: {from: ['network'], value: ({network}) => network?.control},
  dns: {from: ['dns'], value: ({network}) => network?.dns && `${network.dns.address}:${network.dns.port}`},
  dns_zone: {from: ['dns'], value: ({network}) => network?.dns?.zone},
  dns_name: {from: ['dns'], value: ({network}) => network?.dns?.name},
  dns_key: {from: ['dns'], value: ({network}) => network?.dns?.keyFile},
  // Where clients have passwords: what each role was issued at first, the secret store, the server's log, a second copy of the backups.
  admin_tcp: {from: ['accounts'], value: estate => issued(estate, adminRole)},
  credentials: {from: ['accounts'], value: ({accounts}) => accounts?.passwordFile},
  server_log: {from: ['accounts'], value: ({accounts}) => accounts?.logDirectory},
  audit_log: {
    from: ['audit'],
    value: ({accounts}) => (accounts?.hasAudit === true ? accounts.logDirectory : undefined),
  },
  intruder_address: {from: ['accounts'], value: ({accounts}) => (accounts === null ? undefined : intruderAddress)},
  second_copy: {from: ['second-copy'], value: ({secondCopy}) => secondCopy},
  object_store: {from: ['object-store'], value: ({objectStore}) => objectStore?.place.url},
  object_store_credentials: {from: ['object-store'], value: ({objectStore}) => objectStore?.place.credentialsFile},
  object_store_ca: {from: ['object-store'], value: ({objectStore}) => objectStore?.place.caFile},
  pooler: {from: ['pooler'], value: estate => clientsGoTo(estate, estate.network?.pooler)},
  pooler_admin: {from: ['pooler'], value: ({network}) => network?.pooler && poolerConsole(network.pooler)},
  pooler_config: {from: ['pooler'], value: ({network}) => network?.pooler?.config},
  pooler_users: {from: ['pooler'], value: ({network}) => network?.pooler?.users},
  balancer: {from: ['balancer'], value: estate => clientsGoTo(estate, estate.network?.balancer)},
  balancer_socket: {from: ['balancer'], value: ({network}) => network?.balancer?.socket},
  balancer_server: {from: ['balancer'], value: ({network}) => network?.balancer && balancedServer},
  received_wal: {from: ['receiver'], value: ({network}) => network?.receivedWal},
};

/** What has to be built for the names that a drill mentions; a name that no lab has here is a reason not to begin. */
export const needsOf = (mentioned: ReadonlySet<string>): Result<LabNeeds> => {
  const unknown = [...mentioned].filter(name => !Object.hasOwn(names, name));
  if (unknown.length > 0) {
    return fail(
      `The lab has no ${unknown.map(name => `lab.${name}`).join(' and no ')} here; it has ${Object.keys(names).join(', ')}.`,
    );
  }
  const wanted = new Set([...mentioned].flatMap(name => names[name]?.from ?? []));
  const services = (['dns', 'pooler', 'balancer', 'receiver'] as const).filter(name => wanted.has(name));
  const withAccounts = wanted.has('accounts') || wanted.has('audit');
  return succeed({
    followers: (['standby', 'delayed'] as const).filter(name => wanted.has(name)),
    withDump: wanted.has('dump'),
    withPgbackrest: wanted.has('pgbackrest'),
    otherDumps: otherDumps.filter(format => wanted.has(format)),
    withAccounts,
    withAudit: wanted.has('audit'),
    withSecondCopy: wanted.has('second-copy'),
    withObjectStore: wanted.has('object-store'),
    network: services.length > 0 || wanted.has('network') || withAccounts ? services : undefined,
  });
};

/** What the lab of a drill is called in its runbook; a name whose thing was not built is not there. */
export const labNamesOf = (estate: Estate): {readonly [name: string]: string} =>
  Object.fromEntries(
    Object.entries(names).flatMap(([name, {value}]) => {
      const found = value(estate);
      return found === undefined || found === null ? [] : [[name, found]];
    }),
  );

/** Those that the fault noted. */
export const damageNamesOf = ({transaction, detail = {}}: Damage): {readonly [name: string]: string} =>
  Object.fromEntries(
    Object.entries({...(transaction !== undefined && {moment_transaction: transaction}), ...detail}).flatMap(
      ([name, value]) => (names[name] === ofDamage && typeof value === 'string' ? [[name, value]] : []),
    ),
  );
