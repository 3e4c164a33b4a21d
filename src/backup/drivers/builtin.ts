/** The driver that needs no other program: base backups over the replication protocol, and the archive that the server itself fills. */
import {existsSync, readdirSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {type BaseBackup, formatLsn, inspectBaseBackup} from '../base-backup.ts';
import {openPlainBackup} from '../in-place/source.ts';
import {walDirectories} from '../wal/wal-archive.ts';
import {chosen, directoryOf, readNote, toVerify} from './backup-notes.ts';
import {type BackupDriver, type KnownBackup, type Repository, type VerifyRequest, verdictOn} from './driver.ts';
import {takeBaseBackup} from './take-base-backup.ts';
import {isBeingTaken} from './taking-mark.ts';
import {verifyBaseBackup} from './verify-base-backup.ts';

/** Plain base backups of others are known as well, as pg_basebackup -Fp makes them: a directory of them, or one alone. */
const list = async (repository: Repository): Promise<Result<readonly KnownBackup[]>> => {
  const directory = directoryOf(repository, true);
  if (!directory.ok) {
    return directory;
  }
  try {
    const alone = describe(directory.value);
    if (alone !== null) {
      return succeed([alone]);
    }
    const found = readdirSync(directory.value, {withFileTypes: true})
      .filter(entry => entry.isDirectory())
      .flatMap(({name}) => describeTaking(join(directory.value, name)) ?? describe(join(directory.value, name)) ?? []);
    return succeed([...found].sort((a, b) => (key(a) < key(b) ? -1 : 1)));
  } catch (thrown) {
    return fail(`${directory.value} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const key = ({startedAt, label}: KnownBackup): string => `${startedAt ?? ''} ${label}`;

/** What somebody is taking now; null for anything else. */
const describeTaking = (path: string): KnownBackup | null => {
  const {format: _format, digests: _digests, ...nothing} = unknown;
  return isBeingTaken(dirname(path), basename(path))
    ? {...nothing, label: basename(path), path, problems: ['It is being taken now.'], beingTaken: true}
    : null;
};

/** Null for what is no backup at all. */
const describe = (path: string): KnownBackup | null => {
  const label = basename(path);
  const note = readNote(dirname(path), label);
  const isPart = /^\d{8}T\d{6}Z(\.part)?$/.test(label);
  if (note === null && !isPart && !existsSync(join(path, 'backup_label'))) {
    return null;
  }
  if (note !== null && note.driver !== 'builtin') {
    return null;
  }
  const inspected = inspectBaseBackup(path);
  const seen = inspected.ok ? whatIsSeen(inspected.value) : nothingSeen;
  const {format: _format, digests: _digests, ...noted} = note ?? {...unknown, label, startedAt: seen.startedAt};
  return {
    ...noted,
    label,
    path,
    identifier: noted.identifier ?? readControlFile(path)?.identifier ?? null,
    major: noted.major ?? seen.major,
    timeline: noted.timeline ?? seen.timeline,
    startLsn: noted.startLsn ?? seen.startLsn,
    stopLsn: noted.stopLsn ?? seen.stopLsn,
    problems: [
      ...(inspected.ok ? [] : [`${inspected.reason}.`]),
      ...(note === null && isPart ? ['It was never finished.'] : []),
    ],
  };
};

type Seen = Pick<KnownBackup, 'startedAt' | 'major' | 'timeline' | 'startLsn' | 'stopLsn'>;

/** What a backup without a note says of itself. */
const whatIsSeen = ({startedAt, major, startSegment, startLsn, endLsn}: BaseBackup): Seen => ({
  startedAt: inUtc(startedAt),
  major,
  timeline: Number.parseInt(startSegment.slice(0, 8), 16),
  startLsn: formatLsn(startLsn),
  stopLsn: endLsn === null ? null : formatLsn(endLsn),
});

const nothingSeen: Seen = {startedAt: null, major: null, timeline: null, startLsn: null, stopLsn: null};

const unknown = {
  format: 1,
  driver: 'builtin',
  digests: undefined,
  startedAt: null,
  stoppedAt: null,
  bytes: null,
  identifier: null,
  major: null,
  timeline: null,
  startLsn: null,
  stopLsn: null,
} as const;

/** As backup_label has it: `2026-11-23 02:47:00 UTC`; another zone's name says nothing that can be relied on. */
const inUtc = (text: string | null): string | null =>
  text !== null && / (UTC|GMT)$/.test(text) ? `${text.slice(0, 10)}T${text.slice(11, 19)}Z` : text;

const verify = async ({repository, label, onProgress}: VerifyRequest) => {
  const startedMs = performance.now();
  const all = await list(repository);
  const found = all.ok ? toVerify(all.value, label) : all;
  if (!found.ok) {
    return found;
  }
  const backup = inspectBaseBackup(found.value.path ?? '');
  if (!backup.ok) {
    return succeed(
      verdictOn(
        {driver: 'builtin', label: found.value.label, looked: [], unseen: []},
        [`${backup.reason}.`],
        startedMs,
      ),
    );
  }
  onProgress(`verifying ${found.value.path}`);
  try {
    const {problems, ...seen} = await verifyBaseBackup(backup.value, {
      archiveDir: repository.archiveDir,
      stopLsn: found.value.stopLsn,
    });
    const of = {driver: 'builtin', label: found.value.label, ...seen} as const;
    return succeed(verdictOn(of, [...found.value.problems, ...problems], startedMs));
  } catch (thrown) {
    return fail(`the backup cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

export const builtin: BackupDriver = {
  name: 'builtin',
  take: takeBaseBackup,
  list,
  verify,
  open: async ({repository, label, target, takesTablespaces}) => {
    const all = await list(repository);
    const found = all.ok ? chosen(all.value, label, target) : all;
    const {archiveDir} = repository;
    if (!found.ok) {
      return found;
    }
    return archiveDir === undefined
      ? fail('say where WAL comes from: --archive DIR')
      : openPlainBackup({backupDir: found.value.path ?? '', wal: {archiveDir}, takesTablespaces});
  },
  // As a restore has it: the archive first, then what stands in the backup itself.
  wal: async ({archiveDir}) =>
    archiveDir === undefined || !existsSync(archiveDir)
      ? fail(
          archiveDir === undefined
            ? 'say where WAL comes from: --archive DIR'
            : `the WAL archive ${archiveDir} does not exist, or this user may not see it`,
        )
      : succeed(({path}) => walDirectories([archiveDir, ...(path === null ? [] : [join(path, 'pg_wal')])])),
};
