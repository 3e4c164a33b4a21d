/** What a lab has for runbooks, as `lab.NAME`, and what has to be built for it. */
import {fail, type Result, succeed} from '../base/result.ts';
import {type OtherDump, otherDumps} from './dump-formats.ts';
import type {Estate} from './estate.ts';
import {maintenanceConnection} from './sites/current.ts';
import type {FollowerName, Site, SiteName} from './sites/site.ts';

/** What a drill needs of its lab besides the primary. */
export type LabNeeds = {
  readonly followers: readonly FollowerName[];
  readonly withDump: boolean;
  readonly withPgbackrest: boolean;
  /** Dumps in other formats than that of `lab.dump`. */
  readonly otherDumps: readonly OtherDump[];
};

type Named = {
  readonly from: FollowerName | 'dump' | OtherDump | 'pgbackrest' | 'always';
  readonly value: (estate: Estate) => string | undefined;
};

const siteOf = (estate: Estate, name: SiteName): Site | undefined => estate.sites.find(site => site.name === name);

const always = (value: (estate: Estate) => string): Named => ({from: 'always', value});

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
  dump_plain: {from: 'plain', value: ({otherDumps}) => otherDumps.plain},
  dump_gzip: {from: 'gzip', value: ({otherDumps}) => otherDumps.gzip},
  dump_custom: {from: 'custom', value: ({otherDumps}) => otherDumps.custom},
  pgbackrest_config: {from: 'pgbackrest', value: ({pgbackrest}) => pgbackrest?.config},
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
    otherDumps: otherDumps.filter(format => wanted.has(format)),
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
