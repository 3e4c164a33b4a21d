/** What the cure of a fault owes besides the rows: service for clients, an archive, a backup, its configuration. */
import {fail} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {archivesIntoFile, segmentsSince} from '../archived-segment.ts';
import {compareConfiguration, readConfiguration} from '../configuration.ts';
import type {Damage} from '../damage.ts';
import type {Estate} from '../estate.ts';
import type {Owed} from '../fault.ts';
import {findFault} from '../faults.ts';
import {openState, tellNetwork} from '../network/control.ts';
import type {Writes} from '../truth.ts';
import {lookForBackup} from '../usable-backup.ts';
import {cannotSee, type Finding, someOf} from './finding.ts';
import {outageFinding} from './outage.ts';

export type Looking = {
  readonly estate: Estate;
  /** A session on the server that takes writes now. */
  readonly connection: Connection;
  readonly damage: Damage;
  readonly writes: Writes;
};

/** One finding for each thing that is owed. */
export const owedFindings = async (looking: Looking): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const owed of findFault(looking.damage.fault)?.owes ?? []) {
    findings.push(await lookAt(owed, looking));
  }
  return findings;
};

const lookAt = (owed: Owed, looking: Looking): Promise<Finding> | Finding => {
  const {damage, writes} = looking;
  switch (owed) {
    case 'service':
      return outageFinding({acknowledged: writes.acknowledged, faultMs: new Date(damage.committedAt).getTime()});
    case 'archive':
      return archiveIsAlive(looking);
    case 'backup':
      return backupIsThere(looking);
    case 'configuration':
      return configurationIsAsBefore(looking);
    case 'fence':
      return staysFenced(looking);
    case 'unbroken-wal':
      return walIsUnbroken(looking);
  }
};

/** After a failover nobody archives until somebody sees to it, and the next restore then ends at the day of the failover. */
const archiveIsAlive = async ({connection, estate}: Looking): Promise<Finding> => {
  const name = 'archive_alive';
  const seen = await archivesIntoFile(connection, estate.directory);
  return seen.ok ? {name, ok: !seen.value.seen, detail: seen.value.detail} : cannotSee(name, seen.reason);
};

const backupIsThere = async ({connection, estate}: Looking): Promise<Finding> => {
  const name = 'backup_alive';
  const seen = await lookForBackup(connection, estate);
  return seen.ok ? {name, ok: !seen.value.seen, detail: seen.value.detail} : cannotSee(name, seen.reason);
};

/** An archive that works again is half of it: what could not be archived meanwhile must have come there too. */
const walIsUnbroken = async ({connection, estate, damage}: Looking): Promise<Finding> => {
  const name = 'unbroken_wal';
  const seen = await segmentsSince(connection, estate.directory, String(damage.detail?.segment));
  return seen.ok ? {name, ok: !seen.value.seen, detail: seen.value.detail} : cannotSee(name, seen.reason);
};

/** The network comes back some day: the oracle lets it, and then nobody may find two servers that take writes. */
const staysFenced = async ({estate: {network, current}}: Looking): Promise<Finding> => {
  const name = 'stays_fenced';
  const opened =
    network === null
      ? fail('the lab has no network')
      : await tellNetwork(network.control, [{wire: 'primary', state: openState}]);
  if (!opened.ok) {
    return cannotSee(name, opened.reason);
  }
  const site = await current();
  return site.ok
    ? {name, ok: true, detail: `with its network back, only the ${site.value.name} takes writes`}
    : {name, ok: false, detail: `with its network back, ${site.reason}`};
};

const configurationIsAsBefore = async ({connection, damage}: Looking): Promise<Finding> => {
  const name = 'configuration_as_before';
  const now = await readConfiguration(connection);
  if (!now.ok) {
    return cannotSee(name, now.reason);
  }
  const before = {settings: listed(damage, 'settings'), rules: listed(damage, 'rules'), maps: listed(damage, 'maps')};
  const different = compareConfiguration(before, now.value);
  return {
    name,
    ok: different.length === 0,
    detail:
      different.length === 0
        ? `${before.settings.length} settings and ${before.rules.length} rules of access are as they were before the fault`
        : someOf(different),
  };
};

const listed = ({detail}: Damage, name: string): readonly string[] => {
  const value = detail?.[name];
  return Array.isArray(value) ? value.map(String) : [];
};
