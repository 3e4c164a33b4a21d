/** `lifeboat backup check-target` and `restore-points`: which moments backups and archived WAL lead to, before anything is restored. */
import type {BackupDriver, Repository} from '../../backup/drivers/driver.ts';
import {drivers} from '../../backup/drivers/drivers.ts';
import {checkTarget} from '../../backup/point-in-time/check-target.ts';
import {listRestorePoints} from '../../backup/point-in-time/restore-points.ts';
import {fail, succeed} from '../../base/result.ts';
import {print, type TargetOptions, targetOf} from '../recovery-step.ts';
import {printRefusal, type Refusal} from '../refusal.ts';
import {driverOf, type RepositoryOptions, repositoryOf} from './backup-repository.ts';

export type BackupsOptions = RepositoryOptions & {readonly backup?: string};
export type CheckTargetOptions = BackupsOptions & TargetOptions & {readonly set?: string};

/** Says whether a moment can be reached, and from which backup. */
export const checkTargetCommand = async (options: CheckTargetOptions): Promise<number> => {
  const target = targetOf(options);
  const driver = driverOf(options);
  if (!target.ok || !driver.ok) {
    return printRefusal([target, driver].find(one => !one.ok)?.reason as Refusal);
  }
  const kept = await whatIsKept(drivers[driver.value], inOneDirectory(options));
  return print(
    kept.ok ? await checkTarget({...kept.value, target: target.value, label: options.set, nowMs: Date.now()}) : kept,
  );
};

/** Lists restore points, and says from when to when everything can be reached. */
export const restorePointsCommand = async (options: BackupsOptions): Promise<number> => {
  const driver = driverOf(options);
  if (!driver.ok) {
    return printRefusal(driver.reason);
  }
  const kept = await whatIsKept(drivers[driver.value], inOneDirectory(options));
  return print(kept.ok ? await listRestorePoints(kept.value.backups, kept.value.walOf) : kept);
};

/** One plain backup is a repository of one. */
const inOneDirectory = (options: BackupsOptions): Repository => {
  const repository = repositoryOf(options);
  return {...repository, directory: options.backup ?? repository.directory};
};

/** The backups, and for each the WAL that leads on from it. */
export const whatIsKept = async (driver: BackupDriver, repository: Repository) => {
  const backups = await driver.list(repository);
  const wal = backups.ok ? await driver.wal(repository) : backups;
  return backups.ok && wal.ok
    ? succeed({backups: backups.value, walOf: wal.value})
    : fail(backups.ok ? (wal.ok ? '' : wal.reason) : backups.reason);
};
