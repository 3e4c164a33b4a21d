/** `lifeboat backup restore`: a moment of a cluster beside it, from one backup or from whatever a repository has. */
import type {KnownBackup, Repository} from '../../backup/drivers/driver.ts';
import {drivers} from '../../backup/drivers/drivers.ts';
import {checkTarget} from '../../backup/point-in-time/check-target.ts';
import {refuseIfHere, refuseSharedTablespaces} from '../../backup/point-in-time/shared-tablespaces.ts';
import type {RecoveryTarget} from '../../backup/recovery-target.ts';
import {restoreBeside} from '../../backup/restore-beside.ts';
import type {KeptBackup, PlainBackup} from '../../backup/side-plan.ts';
import {showForeignText} from '../../base/foreign-text.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {print, refusePlace, type TargetOptions, targetOf} from '../recovery-step.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {whatIsKept} from './backup-point-in-time.ts';
import {driverOf, type RepositoryOptions, repositoryOf} from './backup-repository.ts';

export type RestoreOptions = RepositoryOptions &
  TargetOptions & {
    readonly backup?: string;
    readonly set?: string;
    readonly restoreCommand?: string;
    readonly into: string;
    readonly user?: string;
    readonly database?: string;
  };

/** Restores, and pauses at the target. */
export const restoreCommand = async (options: RestoreOptions): Promise<number> => {
  const {backup, repository, archive, into, user, database} = options;
  const target = targetOf(options);
  if (!target.ok) {
    return printRefusal(target.reason);
  }
  const place = refusePlace(into, [backup, repository, archive]);
  if (!place.ok) {
    return printRefusal(place.reason);
  }
  const from = backup === undefined ? await fromRepository(options, target.value) : fromOne(options, backup);
  if (!from.ok) {
    return typeof from.reason === 'string' ? print(fail(from.reason)) : printRefusal(from.reason);
  }
  const apart = backup === undefined ? succeed(undefined) : await refuseSharedTablespaces(from.value, target.value);
  if (!apart.ok) {
    return print(apart);
  }
  const restored = await restoreBeside({
    ...from.value,
    intoDir: into,
    target: target.value,
    ...(user !== undefined && {user}),
    ...(database !== undefined && {database}),
    onProgress: sentence => void process.stderr.write(`${showForeignText(sentence)}\n`),
  });
  return print(restored);
};

const fromOne = (
  {archive, restoreCommand: command}: RestoreOptions,
  backupDir: string,
): Result<PlainBackup, Refusal> =>
  (archive === undefined) === (command === undefined)
    ? refuse('usage', 'Say where WAL comes from: either --archive DIR or --restore-command TEXT.')
    : succeed({backupDir, wal: archive === undefined ? {restoreCommand: command ?? ''} : {archiveDir: archive}});

/** The backup of --set, or the newest that leads to the target: what the driver itself would take may have come too late. */
const fromRepository = async (
  options: RestoreOptions,
  target: RecoveryTarget,
): Promise<Result<PlainBackup | KeptBackup, string | Refusal>> => {
  const driver = driverOf(options);
  if (!driver.ok) {
    return driver;
  }
  const repository = repositoryOf(options);
  const kept = await whatIsKept(drivers[driver.value], repository);
  const checked = kept.ok ? await checkTarget({...kept.value, target, label: options.set, nowMs: Date.now()}) : kept;
  if (!kept.ok || !checked.ok) {
    return fail(kept.ok ? (checked.ok ? '' : checked.reason) : kept.reason);
  }
  const {label, newTablespaces} = checked.value;
  const apart = refuseIfHere(newTablespaces);
  if (!apart.ok) {
    return apart;
  }
  const path = pathOf(kept.value.backups, label);
  if (driver.value === 'builtin' && path !== null) {
    return succeed({backupDir: path, wal: walOf(repository, options)});
  }
  const source = await drivers[driver.value].open({repository, label});
  return source.ok ? succeed({source: source.value}) : source;
};

const pathOf = (backups: readonly KnownBackup[], label: string): string | null =>
  backups.find(one => one.label === label)?.path ?? null;

/** The segments of the directory, or of a program that fetches them, such as one that unpacks. */
const walOf = ({archiveDir = ''}: Repository, {restoreCommand: command}: RestoreOptions) =>
  command === undefined ? {archiveDir} : {restoreCommand: command};
