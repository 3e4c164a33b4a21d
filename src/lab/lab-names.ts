/** What a lab has for runbooks, as `lab.NAME`, and what has to be built for it. */
import {fail, type Result, succeed} from '../base/result.ts';
import {issuedConnection} from './accounts/accounts.ts';
import {adminRole} from './accounts/roles.ts';
import type {Estate} from './estate.ts';
import {intruderAddress} from './intruder/intruder-plan.ts';
import {maintenanceConnection} from './sites/current.ts';
import type {FollowerName, Site, SiteName} from './sites/site.ts';

/** What a drill needs of its lab besides the primary. */
export type LabNeeds = {
  readonly followers: readonly FollowerName[];
  readonly withDump: boolean;
  readonly withPgbackrest: boolean;
  readonly withAccounts: boolean;
  readonly withAudit: boolean;
  readonly withSecondCopy: boolean;
};

type Named = {
  readonly from: FollowerName | 'dump' | 'pgbackrest' | 'accounts' | 'audit' | 'second-copy' | 'always';
  readonly value: (estate: Estate) => string | undefined;
};

const siteOf = (estate: Estate, name: SiteName): Site | undefined => estate.sites.find(site => site.name === name);

const always = (value: (estate: Estate) => string): Named => ({from: 'always', value});

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
  standby: {from: 'standby', value: estate => siteOf(estate, 'standby')?.connection},
  second_site: {from: 'standby', value: estate => siteOf(estate, 'standby')?.connection},
  standby_data_directory: {from: 'standby', value: estate => siteOf(estate, 'standby')?.dataDirectory},
  delayed: {from: 'delayed', value: estate => siteOf(estate, 'delayed')?.connection},
  delayed_data_directory: {from: 'delayed', value: estate => siteOf(estate, 'delayed')?.dataDirectory},
  dump: {from: 'dump', value: ({dump}) => dump ?? undefined},
  pgbackrest_config: {from: 'pgbackrest', value: ({pgbackrest}) => pgbackrest?.config},
  application_tcp: {from: 'accounts', value: estate => issued(estate, estate.dataset.applicationRole)},
  admin_tcp: {from: 'accounts', value: estate => issued(estate, adminRole)},
  credentials: {from: 'accounts', value: ({accounts}) => accounts?.passwordFile},
  server_log: {from: 'accounts', value: ({accounts}) => accounts?.logDirectory},
  audit_log: {
    from: 'audit',
    value: ({accounts}) => (accounts?.hasAudit === true ? accounts.logDirectory : undefined),
  },
  intruder_address: {from: 'accounts', value: ({accounts}) => (accounts === null ? undefined : intruderAddress)},
  second_copy: {from: 'second-copy', value: ({secondCopy}) => secondCopy ?? undefined},
  pgbackrest_stanza: {from: 'pgbackrest', value: ({pgbackrest}) => pgbackrest?.stanza},
};

/** What has to be built for the names that a drill mentions; a name that no lab has here is a reason not to begin. */
export const needsOf = (mentioned: ReadonlySet<string>): Result<LabNeeds> => {
  const unknown = [...mentioned].filter(name => !Object.hasOwn(names, name));
  if (unknown.length > 0) {
    return fail(
      `The lab has no ${unknown.map(name => `lab.${name}`).join(' and no ')} here; it has ${Object.keys(names).join(', ')}.`,
    );
  }
  const wanted = new Set([...mentioned].map(name => names[name]?.from));
  return succeed({
    followers: (['standby', 'delayed'] as const).filter(name => wanted.has(name)),
    withDump: wanted.has('dump'),
    withPgbackrest: wanted.has('pgbackrest'),
    withAccounts: wanted.has('accounts') || wanted.has('audit'),
    withAudit: wanted.has('audit'),
    withSecondCopy: wanted.has('second-copy'),
  });
};

/** What the lab of a drill is called in its runbook; a name whose thing was not built is not there. */
export const labNamesOf = (estate: Estate): {readonly [name: string]: string} =>
  Object.fromEntries(
    Object.entries(names).flatMap(([name, {value}]) => {
      const found = value(estate);
      return found === undefined ? [] : [[name, found]];
    }),
  );
