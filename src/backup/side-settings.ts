/** The configuration of a side instance: all of it ours, none of the backup's, so that it can disturb nobody. */

import {join} from 'node:path';
import {writeDraft} from '../postgres/drafts.ts';
import {quoteSetting} from '../postgres/quote.ts';
import type {ServerUser} from '../postgres/server-user.ts';
import {sideNames} from './side-marker.ts';

export type SideSettings = {
  readonly socketDir: string;
  readonly restoreCommand: string;
  readonly recovery: Readonly<Record<string, string>>;
  /** What the primary had more of, learned from a start that failed for it. */
  readonly demanded: Readonly<Record<string, string>>;
};

/** Writes the configuration, the access rules and the signal to recover. Throws what the file system throws. */
export const writeSideSettings = (directory: string, user: ServerUser, settings: SideSettings): void => {
  const {socketDir, restoreCommand, recovery, demanded} = settings;
  const all: Readonly<Record<string, string>> = {
    ...fixed,
    unix_socket_directories: socketDir,
    hba_file: join(directory, sideNames.hba),
    ident_file: join(directory, sideNames.ident),
    restore_command: restoreCommand,
    ...recovery,
    ...demanded,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${quoteSetting(value)}\n`);
  const data = join(directory, sideNames.data);
  const files = {
    [join(directory, sideNames.settings)]: lines.join(''),
    // The socket's directory is closed to everybody else, so whoever reaches it may come in.
    [join(directory, sideNames.hba)]: 'local all all trust\n',
    [join(directory, sideNames.ident)]: '',
    // The server reads this one after any other; what ALTER SYSTEM once wrote on the primary must not count here.
    [join(data, 'postgresql.auto.conf')]: '',
    [join(data, 'recovery.signal')]: '',
  };
  for (const [path, text] of Object.entries(files)) {
    writeDraft(path, text, {owner: user});
  }
};

const fixed: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: '5432',
  unix_socket_permissions: '0700',
  // Never into the archive of the primary.
  archive_mode: 'off',
  hot_standby: 'on',
  // Readers of a paused instance are in nobody's way.
  max_standby_archive_delay: '-1',
  // Libraries of the primary may not be here, and none is needed to read rows.
  shared_preload_libraries: '',
  ssl: 'off',
  // A copy that is thrown away; without syncing, replay is several times faster.
  fsync: 'off',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
  // Our own reading of the log depends on its language.
  lc_messages: 'C',
  log_timezone: 'UTC',
  timezone: 'UTC',
  cluster_name: 'lifeboat-side',
  jit: 'off',
};

/**
 * A standby needs at least as many connections, workers and locks as its primary had; only the server knows how many, and
 * says so in its log when it stops or pauses for it (PostgreSQL manual, 27.4.3).
 */
export const demandedSettings = (log: string): Readonly<Record<string, string>> => {
  const demands = log.matchAll(
    /(max_[a-z_]+) = \d+ is a lower setting than on the primary server, where its value was (\d+)/g,
  );
  return Object.fromEntries([...demands].map(([, name = '', value = '']) => [name, value]));
};
