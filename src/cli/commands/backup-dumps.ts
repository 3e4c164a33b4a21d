/** `lifeboat backup check-dump`, `restore-database`, `written-since`, `swap-database`: a whole database from a dump. */
import {carryRoles} from '../../backup/dumps/carry-roles.ts';
import {type DumpLook, lookAtWholeDump} from '../../backup/dumps/look-at-dump.ts';
import {restoreDatabase} from '../../backup/dumps/restore-database.ts';
import {discardRestored, lookAtNames, swapBack, swapDatabase} from '../../backup/dumps/swap-database.ts';
import {type TableSince, type WrittenSince, writtenSince} from '../../backup/dumps/written-since.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {exitCodes} from '../exit-code.ts';
import {bothDatabases, databaseOf, listed, print, withDatabase} from '../recovery-step.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';

export type CheckDumpOptions = {readonly dump: string; readonly takenAt?: string};
export type RestoreDatabaseOptions = CheckDumpOptions & {readonly skipNumbers?: string; readonly trustDump?: boolean};
export type SwapOptions = {
  readonly dump?: string;
  readonly check?: boolean;
  readonly undo?: boolean;
  readonly discard?: boolean;
};

/** Reads all of it, and says what is wrong with it. */
export const checkDumpCommand = async ({dump, takenAt}: CheckDumpOptions): Promise<number> => {
  const time = timeGiven(takenAt);
  const live = databaseOf('LIFEBOAT_DATABASE');
  if (!time.ok || !live.ok) {
    return printRefusal([time, live].find(one => !one.ok)?.reason as Refusal);
  }
  const look = await lookInWords({live: live.value, dump, takenAt: time.value});
  const code = print(look);
  return look.ok && !look.value.ok ? exitCodes.failed.code : code;
};

const lookInWords = async (request: {
  readonly live: string;
  readonly dump: string;
  readonly takenAt: string | undefined;
}): Promise<Result<DumpLook & {readonly summary: string; readonly cautioned: string}>> => {
  const look = await lookAtWholeDump(request);
  if (!look.ok) {
    return look;
  }
  const {tables, rows, serverVersion, problems, cautions} = look.value;
  const from = serverVersion === null ? '' : ` of PostgreSQL ${serverVersion}`;
  return succeed({
    ...look.value,
    summary: problems.length > 0 ? problems.join('; ') : `${tables} tables with ${rows} rows${from}`,
    cautioned: listed(cautions),
  });
};

/** Restores it under another name. */
export const restoreDatabaseCommand = async (
  database: string,
  {dump, takenAt, skipNumbers = '0', trustDump}: RestoreDatabaseOptions,
): Promise<number> => {
  const time = timeGiven(takenAt);
  if (!time.ok) {
    return printRefusal(time.reason);
  }
  if (!/^\d{1,12}$/.test(skipNumbers)) {
    return printRefusal(refuse('usage', `--skip-numbers takes a whole number, not "${skipNumbers}".`).reason);
  }
  return withDatabase(live =>
    restoreDatabase({
      live,
      database,
      dump,
      takenAt: time.value,
      skipNumbers: Number(skipNumbers),
      trustsDump: trustDump,
      onProgress: sentence => void process.stderr.write(`${sentence}\n`),
    }),
  );
};

/** Counts what the database of today has and the dump has not. */
export const writtenSinceCommand = async (database: string, {side}: {readonly side?: boolean}): Promise<number> => {
  const today = side ? databaseOf('LIFEBOAT_SIDE') : succeed(undefined);
  if (!today.ok) {
    return printRefusal(today.reason);
  }
  return withDatabase(async live => {
    const since = await writtenSince({live, database, today: today.value});
    return since.ok ? succeed({...since.value, ...sinceInWords(since.value)}) : since;
  });
};

/** Two halves of a sentence: what is lost with the database of today, and what the dump brings back that is gone. */
const sinceInWords = ({compared, tables, newTables, goneTables, unread}: WrittenSince) => {
  const each = (words: (one: TableSince) => string | null): readonly string[] =>
    tables.map(words).filter(one => one !== null);
  const lost = [
    ...each(({table, written}) => (written > 0 ? `${written} rows of ${table} that were written since` : null)),
    ...each(({table, changed}) => (changed > 0 ? `what was changed in ${changed} rows of ${table}` : null)),
    ...newTables.map(table => `the table ${table}`),
    ...unread.map(one => `not compared: ${one}`),
  ];
  const back = [
    ...each(({table, removed}) => (removed > 0 ? `${removed} rows of ${table}` : null)),
    ...goneTables.map(table => `the table ${table}`),
  ];
  const inWords = (all: readonly string[]): string => (all.length === 0 ? 'nothing' : all.join('; '));
  return {lost: compared ? inWords(lost) : 'nobody can count that', back: inWords(back)};
};

/** Gives the restored database its name, or takes that back, or says only how things stand. */
export const swapDatabaseCommand = async (
  database: string,
  {dump, check, undo, discard}: SwapOptions,
): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  if (!live.ok) {
    return printRefusal(live.reason);
  }
  if (check) {
    return print(await lookAtNames({live: live.value, database}));
  }
  if (undo) {
    return print(await swapBack({live: live.value, database}));
  }
  if (discard) {
    return print(await discardRestored({live: live.value, database}));
  }
  const look = dump === undefined ? succeed({ofDatabase: []}) : await lookAtWholeDump({live: live.value, dump});
  return look.ok
    ? print(await swapDatabase({live: live.value, database, ofDatabase: look.value.ofDatabase}))
    : print(fail(look.reason));
};

/** A time without a zone is another one elsewhere. */
const timeGiven = (takenAt: string | undefined): Result<string | undefined, Refusal> =>
  takenAt === undefined ||
  (/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/.test(takenAt) && !Number.isNaN(Date.parse(takenAt)))
    ? succeed(takenAt)
    : refuse('usage', `--taken-at takes a time with a zone, like 2026-11-01T03:12:00Z, not "${takenAt}".`);

/** Makes the roles of one server on another. */
export const carryRolesCommand = async (): Promise<number> => {
  const both = bothDatabases();
  return both.ok ? print(await carryRoles(both.value)) : printRefusal(both.reason);
};
