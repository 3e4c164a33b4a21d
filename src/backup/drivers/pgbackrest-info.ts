/** What `pgbackrest info --output=json` says: read as text first, because its identifiers do not fit a number, and never believed by its exit code. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {KnownBackup} from './driver.ts';

export type StanzaBackup = KnownBackup & {
  /** The segments that the backup itself needs. */
  readonly startSegment: string;
};

/** Backups of one stanza, oldest first. A stanza that is in trouble is a reason, though the program ended with 0. */
export const parseInfo = (text: string, stanza: string): Result<readonly StanzaBackup[]> => {
  let read: unknown;
  try {
    read = JSON.parse(text.replaceAll(/("system-id":\s*)(\d+)/g, '$1"$2"'));
  } catch {
    return fail('pgbackrest info did not answer with JSON');
  }
  const found = listOf(read).find(one => one.name === stanza);
  if (found === undefined) {
    return fail(`pgBackRest knows no stanza "${stanza}"`);
  }
  const status = fieldsOf(found.status);
  // 2 is "no valid backups", which is an empty list.
  if (status.code !== 0 && status.code !== 2) {
    return fail(`pgBackRest says of the stanza "${stanza}": ${String(status.message)}`);
  }
  const databases = listOf(found.db);
  return succeed(listOf(found.backup).map(backup => describe(backup, databases)));
};

type Fields = {readonly [name: string]: unknown};

const describe = (backup: Fields, databases: readonly Fields[]): StanzaBackup => {
  const own = fieldsOf(backup.database);
  const database = databases.find(one => one.id === own.id && one['repo-key'] === own['repo-key']);
  const archive = fieldsOf(backup.archive);
  const lsn = fieldsOf(backup.lsn);
  const time = fieldsOf(backup.timestamp);
  const startSegment = textOf(archive.start) ?? '';
  return {
    driver: 'pgbackrest',
    label: String(backup.label),
    path: null,
    startedAt: inRfc3339(time.start),
    stoppedAt: inRfc3339(time.stop),
    bytes: numberOf(fieldsOf(backup.info).size),
    identifier: textOf(database?.['system-id']),
    major: database === undefined ? null : Number.parseInt(String(database.version), 10),
    timeline: startSegment === '' ? null : Number.parseInt(startSegment.slice(0, 8), 16),
    startLsn: textOf(lsn.start),
    stopLsn: textOf(lsn.stop),
    startSegment,
    // It ends with 0 all the same.
    problems: backup.error === true ? ['The cluster had damaged pages when it was taken, and so has the backup.'] : [],
  };
};

/** What `pgbackrest verify` found, from its words at the level info: at the usual level it is silent about damage, and always ends with 0. */
export const parseVerify = (output: string): {readonly isWhole: boolean; readonly problems: readonly string[]} => ({
  isWhole: /verify command end: completed successfully/.test(output),
  problems: output
    .split('\n')
    .filter(line =>
      /\bERROR:|invalid checksum|invalid size|\bmissing\b|status: (error|invalid)|(checksum|size) invalid: [1-9]|other: [1-9]/.test(
        line,
      ),
    )
    .map(line => line.replace(/^.*?\b(INFO|WARN|ERROR): */, '').trim()),
});

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Seconds since 1970. */
const inRfc3339 = (seconds: unknown): string | null =>
  typeof seconds === 'number' ? new Date(seconds * 1000).toISOString() : null;
