/** What every way of keeping backups can do: take one, say which there are, verify one, and hand one over to be restored. */
import type {Result} from '../../base/result.ts';
import type {InPlaceTarget} from '../in-place/record.ts';
import type {BackupSource} from '../in-place/source.ts';
import type {WalArchive} from '../wal/wal-archive.ts';

export const driverNames = ['builtin', 'pgbackrest', 'pg_dump'] as const;
export type DriverName = (typeof driverNames)[number];

/** Where backups are kept; each driver says which of these it needs. */
export type Repository = {
  /** A directory that holds a directory for each backup. */
  readonly directory?: string | undefined;
  /** The directory that archive_command copies WAL into. */
  readonly archiveDir?: string | undefined;
  /** Of pgBackRest: its configuration file, and the name of the cluster in it. */
  readonly config?: string | undefined;
  readonly stanza?: string | undefined;
};

export type KnownBackup = {
  readonly driver: DriverName;
  /** Its name in the repository, by which it is verified and restored. */
  readonly label: string;
  /** Its directory, where it is one that can be looked into. */
  readonly path: string | null;
  /** RFC 3339 where that is known, else as its maker says it. */
  readonly startedAt: string | null;
  readonly stoppedAt: string | null;
  /** On the disk. */
  readonly bytes: number | null;
  /** The cluster that it is of; a dump does not say. */
  readonly identifier: string | null;
  readonly major: number | null;
  readonly timeline: number | null;
  readonly startLsn: string | null;
  readonly stopLsn: string | null;
  /** What is known to be wrong with it without looking into it; one with any is not to be relied on. */
  readonly problems: readonly string[];
  /** There while somebody takes it: it is none yet, and no leftover either. */
  readonly beingTaken?: true;
};

export type TakeRequest = {
  readonly repository: Repository;
  /** The cluster, or for a dump the database. */
  readonly live: string;
  /** Of pgBackRest; the others always take everything. */
  readonly type?: 'full' | 'diff' | 'incr' | undefined;
  readonly onProgress: (sentence: string) => void;
};

export type TakenBackup = KnownBackup & {readonly seconds: number};

export type VerifyRequest = {
  readonly repository: Repository;
  /** The newest by default. */
  readonly label?: string | undefined;
  readonly onProgress: (sentence: string) => void;
};

export type VerifiedBackup = {
  readonly driver: DriverName;
  readonly label: string;
  /** True only where something was really looked at and all of it was right. */
  readonly ok: boolean;
  /** The first of them, in sentences. */
  readonly problems: readonly string[];
  readonly problemCount: number;
  /** What was compared with what, in sentences. */
  readonly looked: readonly string[];
  /** What could not be looked at, and why. */
  readonly unseen: readonly string[];
  readonly seconds: number;
};

export type OpenRequest = {
  readonly repository: Repository;
  /** By default the newest that is whole and was complete before the target. */
  readonly label?: string | undefined;
  readonly target?: InPlaceTarget;
  /** Whoever has it laid says where tablespaces go. */
  readonly takesTablespaces?: boolean | undefined;
};

export type BackupDriver = {
  readonly name: DriverName;
  readonly take: (request: TakeRequest) => Promise<Result<TakenBackup>>;
  /** Oldest first. */
  readonly list: (repository: Repository) => Promise<Result<readonly KnownBackup[]>>;
  readonly verify: (request: VerifyRequest) => Promise<Result<VerifiedBackup>>;
  /** For a restore in place; a reason where its backups hold no files of a cluster. */
  readonly open: (request: OpenRequest) => Promise<Result<BackupSource>>;
  /** Where WAL is read from that leads on from a backup, without a server; a reason where its backups have none. */
  readonly wal: (repository: Repository) => Promise<Result<(backup: KnownBackup) => WalArchive>>;
};

/** More are only counted: one bad disk makes thousands. */
const problemsMax = 50;

/** The verdict on what was found; nothing looked at is no proof. */
export const verdictOn = (
  of: Pick<VerifiedBackup, 'driver' | 'label' | 'looked' | 'unseen'>,
  problems: readonly string[],
  startedMs: number,
): VerifiedBackup => ({
  driver: of.driver,
  label: of.label,
  ok: problems.length === 0 && of.looked.length > 0,
  problems: problems.slice(0, problemsMax),
  problemCount: problems.length,
  looked: of.looked,
  unseen: of.unseen,
  seconds: secondsSince(startedMs),
});

export const secondsSince = (startedMs: number): number => Math.round(performance.now() - startedMs) / 1000;
