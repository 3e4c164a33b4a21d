/** Restores a dump as a database of its own on the live server, under another name, held against the dump before it counts. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {makeAnew} from '../make-anew.ts';
import {createOptionsSql} from '../undelete/database-sql.ts';
import {inDatabase, onServer, within} from './in-database.ts';
import {ours, restoredName} from './interim-names.ts';
import {loadDump} from './load-dump.ts';
import {type DumpLook, lookAtWholeDump} from './look-at-dump.ts';
import {moveNumbersOn} from './move-numbers.ts';
import {type Loaded, proveLoaded} from './prove-loaded.ts';

export type RestoreDatabaseRequest = {
  /** A superuser's connection to any database of the server. */
  readonly live: string;
  readonly database: string;
  readonly dump: string;
  readonly takenAt?: string | undefined;
  /** How many numbers each sequence leaves out, for those that were given out since the dump and stand elsewhere now. */
  readonly skipNumbers: number;
  /** Commands of psql that stand in SQL may run, where psql is too old to be kept from it. */
  readonly trustsDump?: boolean | undefined;
  readonly onProgress?: (sentence: string) => void;
};

export type RestoredDatabase = Pick<DumpLook, 'takenAt' | 'saidBy' | 'format' | 'cautions'> & {
  /** The name that it has until the swap. */
  readonly restored: string;
  /** Whether there is a database of the wanted name now. */
  readonly isThere: boolean;
  readonly tables: number;
  readonly rows: number;
  readonly sequencesMoved: number;
};

/** Nothing that is there is touched. What an earlier try left under the other name is made anew. */
export const restoreDatabase = async (request: RestoreDatabaseRequest): Promise<Result<RestoredDatabase>> => {
  const {live, database, dump, trustsDump, onProgress} = request;
  onProgress?.(`reading ${dump} to its end`);
  const look = await lookAtWholeDump(request);
  if (!look.ok) {
    return look;
  }
  if (!look.value.ok) {
    return fail(`the dump cannot be relied on: ${look.value.problems.join('; ')}; nothing was changed`);
  }
  const made = await onServer(live, connection => makeEmpty(connection, database, look.value));
  if (!made.ok) {
    return made;
  }
  const restored = restoredName(database);
  onProgress?.(`loading it as "${restored}"`);
  const into = inDatabase(live, restored);
  const loaded = await loadDump({dump, into, major: made.value.major, trustsDump});
  if (!loaded.ok) {
    return fail(`the dump cannot be loaded: ${loaded.reason}; only "${restored}" was changed`);
  }
  const proven = await within(into, connection => proveAndFinish(connection, look.value, request));
  if (!proven.ok) {
    return proven;
  }
  const {takenAt, saidBy, format, cautions} = look.value;
  return succeed({...proven.value, restored, isThere: made.value.isThere, takenAt, saidBy, format, cautions});
};

type Made = {readonly major: number; readonly isThere: boolean};

/** Made as the database is that is there, else as the dump says, else as the server makes one. */
const makeEmpty = async (
  connection: Connection,
  database: string,
  {ofDatabase}: DumpLook,
): Promise<Result<Made, DatabaseFailure>> => {
  const there = await rowsOf(connection, createOptionsSql, [database]);
  if (!there.ok) {
    return there;
  }
  const options = there.value[0]?.text;
  const create = typeof options === 'string' ? options : optionsIn(ofDatabase);
  const made = await makeAnew(connection, {name: restoredName(database), mark: ours, create});
  if (!made.ok) {
    return made;
  }
  return succeed({major: Math.floor(connection.serverVersion / 10_000), isThere: typeof options === 'string'});
};

/** `CREATE DATABASE shop WITH TEMPLATE = template0 ENCODING = 'UTF8' …;`: what stands behind the name. */
const optionsIn = (ofDatabase: readonly string[]): string => {
  const created = /^CREATE DATABASE (?:"(?:[^"]|"")+"|\S+) (WITH [^;]*);$/;
  const [, options] = ofDatabase.map(line => created.exec(line)).find(found => found !== null) ?? [];
  return ` ${options ?? 'template template0'}`;
};

type Finished = Loaded & {readonly sequencesMoved: number};

const proveAndFinish = async (
  connection: Connection,
  look: DumpLook,
  {skipNumbers}: RestoreDatabaseRequest,
): Promise<Result<Finished, DatabaseFailure>> => {
  const proven = await proveLoaded(connection, look);
  if (!proven.ok) {
    return proven;
  }
  const {missing} = proven.value;
  if (missing.length > 0) {
    return fail(
      refusal(
        `what was loaded is not what the dump has: ${missing.slice(0, shownMax).join('; ')}; nothing else was changed`,
      ),
    );
  }
  const moved = await moveNumbersOn(connection, skipNumbers);
  // A dump brings no statistics, and without them the first queries take the slowest ways.
  const analyzed = moved.ok ? await connection.run('analyze') : moved;
  return moved.ok && analyzed.ok
    ? succeed({...proven.value, sequencesMoved: moved.value})
    : moved.ok
      ? (analyzed as typeof analyzed & {ok: false})
      : moved;
};

const shownMax = 3;
