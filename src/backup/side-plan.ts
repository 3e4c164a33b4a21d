/** What a side instance is made from and where, checked before anything is touched. */
import {existsSync, realpathSync} from 'node:fs';
import {fail, type Result, succeed} from '../base/result.ts';
import type {ServerTools} from '../postgres/server.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {canRead, findServerUser} from '../postgres/server-user.ts';
import {commandWord} from '../postgres/shell-word.ts';
import {type BaseBackup, inspectBaseBackup} from './base-backup.ts';
import {type RecoveryTarget, recoverySettings} from './recovery-target.ts';
import {checkSideDirectory, inspectSideDirectory, socketDirectory} from './side-directory.ts';
import type {SideMarker} from './side-marker.ts';

export type RestoreRequest = {
  readonly backupDir: string;
  /** A directory of archived segments, or the cluster's own restore_command with `%f` and `%p`. */
  readonly wal: {readonly archiveDir: string} | {readonly restoreCommand: string};
  readonly intoDir: string;
  readonly target: RecoveryTarget;
  /** For the connection string that is returned: an existing role, and a database of the cluster. */
  readonly user?: string;
  readonly database?: string;
  readonly timeoutMs?: number;
  readonly onProgress?: (sentence: string) => void;
};

export type SidePlan = {
  readonly backup: BaseBackup;
  readonly directory: string;
  readonly tools: ServerTools;
  readonly recovery: Readonly<Record<string, string>>;
  readonly marker: SideMarker;
  readonly standing: SideMarker | null;
};

/** Looks at everything that a restore needs and changes nothing. */
export const planSide = async ({backupDir, wal, intoDir, target}: RestoreRequest): Promise<Result<SidePlan>> => {
  const backup = inspectBaseBackup(backupDir);
  const recovery = recoverySettings(target);
  const user = findServerUser();
  if (!backup.ok || !recovery.ok || !user.ok) {
    return fail([backup, recovery, user].find(part => !part.ok)?.reason ?? '');
  }
  const binaries = await findServerBinaries(user.value, {major: backup.value.major});
  if (!binaries.ok) {
    return binaries;
  }

  const source = await walSource(wal, {binaries: binaries.value, user: user.value});
  if (!source.ok) {
    return source;
  }
  const directory = checkSideDirectory(intoDir, [backup.value.directory, ...source.value.directories]);
  if (!directory.ok) {
    return directory;
  }
  const standing = inspectSideDirectory(directory.value);
  if (!standing.ok) {
    return standing;
  }

  const marker: SideMarker = {
    format: 1,
    kind: 'lifeboat-side',
    target,
    backupDir: backup.value.directory,
    restoreCommand: source.value.command,
    socketDir: standing.value?.socketDir ?? socketDirectory(directory.value, user.value),
  };
  const tools = {binaries: binaries.value, user: user.value};
  return succeed({
    backup: backup.value,
    directory: directory.value,
    tools,
    recovery: recovery.value,
    marker,
    standing: standing.value,
  });
};

type WalSource = {readonly command: string; readonly directories: readonly string[]};

const walSource = async (wal: RestoreRequest['wal'], {user}: ServerTools): Promise<Result<WalSource>> => {
  if ('restoreCommand' in wal) {
    return wal.restoreCommand.includes('%f') && wal.restoreCommand.includes('%p')
      ? succeed({command: wal.restoreCommand, directories: []})
      : fail('the restore command must contain %f and %p, as in the cluster’s own configuration');
  }

  if (!existsSync(wal.archiveDir)) {
    return fail(`the WAL archive ${wal.archiveDir} does not exist, or this user may not see it`);
  }
  const archive = realpathSync(wal.archiveDir);
  if (!(await canRead(user, archive))) {
    return fail(
      `the account ${user.name} runs the side instance and cannot read the WAL archive ${archive}; let it read there, or copy the archive`,
    );
  }
  const word = commandWord(archive);
  return word.ok ? succeed({command: `cp ${word.value}/%f "%p"`, directories: [archive]}) : word;
};
