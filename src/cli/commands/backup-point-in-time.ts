/** `lifeboat backup check-target` and `restore-points`: which moments backups and archived WAL lead to, before anything is restored. */
import {isIP} from 'node:net';
import type {BackupDriver, Repository} from '../../backup/drivers/driver.ts';
import {drivers} from '../../backup/drivers/drivers.ts';
import {checkTarget} from '../../backup/point-in-time/check-target.ts';
import {latestTarget} from '../../backup/point-in-time/latest.ts';
import {listRestorePoints} from '../../backup/point-in-time/restore-points.ts';
import {settle} from '../../backup/point-in-time/settle.ts';
import {fail, succeed} from '../../base/result.ts';
import {print, type TargetOptions, targetOf} from '../recovery-step.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {driverOf, type RepositoryOptions, repositoryOf} from './backup-repository.ts';

export type BackupsOptions = RepositoryOptions & {readonly backup?: string};
export type CheckTargetOptions = BackupsOptions & TargetOptions & {readonly set?: string; readonly latest?: boolean};

/** Says whether a moment can be reached, and from which backup. */
export const checkTargetCommand = async (options: CheckTargetOptions): Promise<number> => {
  const named = options.latest === true ? succeed(null) : targetOf(options);
  const driver = driverOf(options);
  if (!named.ok || !driver.ok) {
    return printRefusal([named, driver].find(one => !one.ok)?.reason as Refusal);
  }
  const kept = await whatIsKept(drivers[driver.value], inOneDirectory(options));
  if (!kept.ok) {
    return print(kept);
  }
  const {backups, walOf} = kept.value;
  const target = named.value === null ? await latestTarget(backups, walOf) : succeed(named.value);
  return print(
    target.ok
      ? await checkTarget({backups, walOf, target: target.value, label: options.set, nowMs: Date.now()})
      : target,
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

export type SettleOptions = {
  readonly into: string;
  readonly port?: string;
  readonly listen?: string;
  readonly socket?: string;
  readonly allow: readonly string[];
  readonly user?: string;
  readonly database?: string;
};

/** Makes a server of a side instance. */
export const settleCommand = async ({
  port = '5432',
  listen = '',
  socket,
  ...options
}: SettleOptions): Promise<number> => {
  const odd = options.allow.find(network => isIP(network.split('/')[0] ?? '') === 0 || !/\/\d{1,3}$/.test(network));
  const number = Number(port);
  if (odd !== undefined) {
    return printRefusal(refuse('usage', `--allow takes a network like 10.0.0.0/8, not "${odd}".`).reason);
  }
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    return printRefusal(refuse('usage', `--port takes a number from 1 to 65535, not "${port}".`).reason);
  }
  const {into, ...more} = options;
  return print(await settle({...more, intoDir: into, port: number, listen, socketDir: socket ?? into}));
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
