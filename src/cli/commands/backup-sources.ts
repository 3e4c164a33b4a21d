/** `lifeboat backup move-side`, `hold-delayed`, `release-delayed`, `look-at-dump`, `restore-dump`: where lost rows come from. */
import {catalogNames} from '../../backup/known-tables.ts';
import {holdDelayed, releaseDelayed} from '../../backup/undelete/delayed-standby.ts';
import {lookAtDump} from '../../backup/undelete/dump-plan.ts';
import {moveSide} from '../../backup/undelete/move-side.ts';
import {restoreDump} from '../../backup/undelete/restore-dump.ts';
import {fail} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {databaseOf, inSql, print, refusePlace, type TargetOptions, targetOf, withDatabase} from '../recovery-step.ts';
import {printRefusal} from '../refusal.ts';

export type MoveOptions = TargetOptions & {
  readonly into: string;
  readonly user?: string;
  readonly database?: string;
};

/** Moves a side instance to another moment. */
export const moveSideCommand = async ({into, user, database, ...options}: MoveOptions): Promise<number> => {
  const target = targetOf(options);
  return target.ok
    ? print(
        await moveSide({
          intoDir: into,
          target: target.value,
          ...(user !== undefined && {user}),
          ...(database !== undefined && {database}),
          onProgress: sentence => void process.stderr.write(`${sentence}\n`),
        }),
      )
    : printRefusal(target.reason);
};

export type HoldOptions = {readonly data: string; readonly beforeXid: string; readonly commitLsn: string};

/** Holds a delayed standby just before a transaction. */
export const holdDelayedCommand = async ({data, beforeXid, commitLsn}: HoldOptions): Promise<number> => {
  const delayed = databaseOf('LIFEBOAT_SIDE');
  return delayed.ok
    ? print(await holdDelayed({delayed: delayed.value, dataDirectory: data, beforeXid, commitLsn}))
    : printRefusal(delayed.reason);
};

/** Lets it follow the primary again. */
export const releaseDelayedCommand = async ({data}: {readonly data: string}): Promise<number> =>
  print(await releaseDelayed(data));

export type RestoreDumpOptions = {readonly dump: string; readonly into: string};

/** Makes a server of a dump, with the rows of these tables. */
export const restoreDumpCommand = async (
  tables: readonly string[],
  {dump, into}: RestoreDumpOptions,
): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  if (!live.ok) {
    return printRefusal(live.reason);
  }
  const place = refusePlace(into, [dump]);
  if (!place.ok) {
    return printRefusal(place.reason);
  }
  const named = await withConnection(live.value, connection => catalogNames(connection, tables.map(inSql)));
  return named.ok
    ? print(await restoreDump({live: live.value, dumpDir: dump, intoDir: into, tables: named.value}))
    : print(fail(named.reason.message));
};

/** Says when a dump was taken. */
export const lookAtDumpCommand = ({dump}: {readonly dump: string}): Promise<number> =>
  withDatabase(live => lookAtDump(live, dump));
