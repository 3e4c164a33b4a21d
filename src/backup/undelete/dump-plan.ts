/** What a server of a dump is made from and where, checked before anything is touched. */
import {existsSync, realpathSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {findTool} from '../../postgres/find-tool.ts';
import type {ServerTools} from '../../postgres/server.ts';
import {findServerBinaries} from '../../postgres/server-binaries.ts';
import {canRead, findServerUser, runAs} from '../../postgres/server-user.ts';
import {checkSideDirectory, inspectSideDirectory, socketDirectory} from '../side-directory.ts';
import type {SideMarker} from '../side-marker.ts';

export type DumpPlan = {
  readonly directory: string;
  readonly dump: string;
  readonly pgRestore: string;
  readonly tools: ServerTools;
  readonly marker: SideMarker;
  readonly takenAt: string;
};

export type DumpSeen = {
  readonly dump: string;
  /** RFC 3339, to the second. */
  readonly takenAt: string;
};

/** When a dump was taken, as it says itself. */
export const lookAtDump = async (live: string, dumpDir: string): Promise<Result<DumpSeen>> => {
  const dump = findDump(dumpDir);
  if (!dump.ok) {
    return dump;
  }
  const found = await findPrograms(live);
  if (!found.ok) {
    return found;
  }
  const takenAt = await timeOf(found.value.pgRestore, {dump: dump.value, user: found.value.tools.user});
  return takenAt.ok ? succeed({dump: dump.value, takenAt: takenAt.value}) : takenAt;
};

const findDump = (dumpDir: string): Result<string> =>
  existsSync(join(dumpDir, 'toc.dat'))
    ? succeed(realpathSync(dumpDir))
    : fail(`${dumpDir} is no dump in directory format (pg_dump --format=directory), or this user may not see it`);

/** Looks at everything that is needed and changes nothing. */
export const planDump = async ({
  live,
  dumpDir,
  intoDir,
}: {
  readonly live: string;
  readonly dumpDir: string;
  readonly intoDir: string;
}): Promise<Result<DumpPlan>> => {
  const place = findDump(dumpDir);
  if (!place.ok) {
    return place;
  }
  const dump = place.value;
  const found = await findPrograms(live);
  if (!found.ok) {
    return found;
  }
  const {tools, pgRestore} = found.value;
  if (!(await canRead(tools.user, dump))) {
    return fail(`the account ${tools.user.name} reads the dump and cannot read ${dump}`);
  }
  const takenAt = await timeOf(pgRestore, {dump, user: tools.user});
  if (!takenAt.ok) {
    return takenAt;
  }
  const directory = checkSideDirectory(intoDir, [dump]);
  if (!directory.ok) {
    return directory;
  }
  const standing = inspectSideDirectory(directory.value);
  if (!standing.ok) {
    return standing;
  }
  // Somebody may be looking at it, and only the same dump would be made anew.
  if (standing.value !== null && standing.value.backupDir !== dump) {
    return fail(
      `${directory.value} holds a side instance made from ${standing.value.backupDir}; discard it first (lifeboat backup discard), or name another directory`,
    );
  }
  const marker: SideMarker = {
    format: 1,
    kind: 'lifeboat-side',
    target: {untilTime: takenAt.value},
    backupDir: dump,
    restoreCommand: '',
    socketDir: standing.value?.socketDir ?? socketDirectory(directory.value, tools.user),
  };
  return succeed({directory: directory.value, dump, pgRestore, tools, marker, takenAt: takenAt.value});
};

const findPrograms = async (live: string): Promise<Result<Pick<DumpPlan, 'tools' | 'pgRestore'>>> => {
  const version = await withConnection(live, async connection =>
    succeed(Math.floor(connection.serverVersion / 10_000)),
  );
  if (!version.ok) {
    return fail(version.reason.message);
  }
  const user = findServerUser();
  if (!user.ok) {
    return user;
  }
  const binaries = await findServerBinaries(user.value, {major: version.value});
  if (!binaries.ok) {
    return binaries;
  }
  const pgRestore = await findTool('pg_restore', {major: version.value});
  return pgRestore.ok
    ? succeed({tools: {binaries: binaries.value, user: user.value}, pgRestore: pgRestore.value.path})
    : fail(`${pgRestore.reason.sentence}; ${pgRestore.reason.install}`);
};

// The header of the list: `; Archive created at 2026-11-30 12:00:04 UTC`; the account has no zone of its own.
const timeOf = async (
  pgRestore: string,
  {dump, user}: {readonly dump: string; readonly user: ServerTools['user']},
): Promise<Result<string>> => {
  const list = await runAs(user, ['env', 'TZ=UTC', pgRestore, '--list', dump]);
  const [, day, time] =
    /Archive created at (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(list.ok ? list.value.stdout : '') ?? [];
  return day === undefined ? fail(`the dump ${dump} does not say when it was taken`) : succeed(`${day}T${time}Z`);
};
