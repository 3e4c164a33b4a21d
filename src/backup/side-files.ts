/** How the files of a side instance get there: copied from a plain backup, or laid by the program that keeps it. */
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {copyDataDirectory, isTransient} from '../postgres/copy-data-directory.ts';
import type {ServerUser} from '../postgres/server-user.ts';
import type {BaseBackup} from './base-backup.ts';
import type {BackupSource} from './in-place/source.ts';
import {sideNames} from './side-marker.ts';
import {isOfTablespaces, layTablespaces} from './tablespaces.ts';

export type SidePlace = {
  /** The directory of the side instance; its data directory and its tablespaces are made in it. */
  readonly directory: string;
  readonly user: ServerUser;
  readonly onProgress: (sentence: string) => void;
};

/** Throws what the file system throws. */
export type LaySide = (place: SidePlace) => Promise<Result<void>>;

/** Tablespaces get directories beside the data, so that all of it goes when the side instance is discarded. */
export const laidFromDirectory =
  ({directory: backup, tablespaces}: BaseBackup): LaySide =>
  async ({directory, user}) => {
    const data = join(directory, sideNames.data);
    const leaveOut = (path: string): boolean => isUnwanted(path) || isOfTablespaces(path);
    await copyDataDirectory({from: backup, to: data, user, leaveOut});
    await layTablespaces({backup, tablespaces, data, into: join(directory, sideNames.tablespaces), user});
    return succeed(undefined);
  };

/** Its maker fetches the WAL as well, and gives tablespaces their directories where it is told to. */
export const laidByItsMaker =
  (source: BackupSource): LaySide =>
  async ({directory, user, onProgress}) => {
    const into = join(directory, sideNames.data);
    const laid = await source.lay({into, user, onProgress, tablespaces: join(directory, sideNames.tablespaces)});
    if (!laid.ok) {
      return fail(laid.reason);
    }
    for (const name of ['recovery.signal', 'standby.signal']) {
      rmSync(join(into, name), {force: true});
    }
    return succeed(undefined);
  };

// What ended an earlier recovery of the same files, and settings that would only confuse a reader.
const isUnwanted = (path: string): boolean => isTransient(path) || /^(standby|recovery)\.signal$/.test(path);
