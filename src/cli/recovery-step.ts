/** What the programs share that recovery steps call: connections from the environment, JSON out, windows of time, names of tables. */
import {existsSync, realpathSync} from 'node:fs';
import {dirname, isAbsolute} from 'node:path';
import type {RecoveryTarget} from '../backup/recovery-target.ts';
import {isFreePlace} from '../backup/side-directory.ts';
import {parseDurationMs} from '../base/duration.ts';
import {printedJson} from '../base/printed-json.ts';
import {type Result, succeed} from '../base/result.ts';
import {cleaned} from '../breach/clean-session.ts';
import {quoteIdentifier} from '../postgres/quote.ts';
import {exitCodes} from './exit-code.ts';
import {printRefusal, type Refusal, refuse} from './refusal.ts';

export type WindowOptions = {
  readonly around?: string;
  readonly within?: string;
  readonly from?: string;
  readonly to?: string;
};

/** A time that somebody remembers is minutes off; the largest deletion within this of it comes first. */
const usualWithin = '30m';

/** Does it with the damaged database, and prints what comes out. */
export const withDatabase = async (work: (live: string) => Promise<Result<object>>): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  return live.ok ? print(await work(live.value)) : printRefusal(live.reason);
};

/**
 * Connections come by environment: an argument can be read by every user of the machine. LIFEBOAT_GUARDED says that an
 * intruder may have prepared the server: nothing that is set there for the role or the database counts then.
 */
export const databaseOf = (
  name: 'LIFEBOAT_DATABASE' | 'LIFEBOAT_SIDE' | 'LIFEBOAT_CLIENT',
): Result<string, Refusal> => {
  const uri = process.env[name];
  return uri
    ? succeed(process.env.LIFEBOAT_GUARDED === 'yes' ? cleaned(uri) : uri)
    : refuse(
        'usage',
        `${name} is not set.`,
        `Give the connection as ${name}=postgres://user@host:5432/database in the environment.`,
      );
};

/** The database where rows go, and the side instance that they come from. */
export const bothDatabases = (): Result<{readonly from: string; readonly into: string}, Refusal> => {
  const into = databaseOf('LIFEBOAT_DATABASE');
  const from = databaseOf('LIFEBOAT_SIDE');
  if (!into.ok) {
    return into;
  }
  return from.ok ? succeed({from: from.value, into: into.value}) : from;
};

/** A place for a side instance that is none is refused for safety, and nothing was looked at or made. */
export const refusePlace = (into: string, sources: readonly (string | undefined)[]): Result<void, Refusal> => {
  // No place at all is a mistake, and the restore says so itself.
  if (!isAbsolute(into) || !existsSync(dirname(into))) {
    return succeed(undefined);
  }
  const there = sources.flatMap(source => (source !== undefined && existsSync(source) ? [realpathSync(source)] : []));
  const free = isFreePlace(into, there);
  return free.ok ? free : refuse('unsafe', `${free.reason}.`, 'Nothing was done there.');
};

/** JSON on standard output, or the reason in a sentence. */
export const print = (result: Result<object>): number => {
  if (result.ok) {
    process.stdout.write(`${printedJson(result.value)}\n`);
    return exitCodes.done.code;
  }
  return printRefusal(refuse('failed', result.reason).reason);
};

/** The same, and an exit code of its own where what was looked at is not as it should be. */
export const printVerdict = <Value extends object>(
  result: Result<Value>,
  isRight: (value: Value) => boolean,
): number => {
  const code = print(result);
  return result.ok && !isRight(result.value) ? exitCodes.failed.code : code;
};

/** The window that somebody named: around a time, or from and to. */
export const windowOf = ({
  around,
  within = usualWithin,
  from,
  to,
}: WindowOptions): Result<{from: string; to?: string}, Refusal> => {
  const middleMs = Date.parse(around ?? '');
  const aroundMs = parseDurationMs(within);
  if (!aroundMs.ok) {
    return refuse('usage', `--within: ${aroundMs.reason}.`);
  }
  if (around !== undefined && Number.isNaN(middleMs)) {
    return refuse('usage', `--around takes a time like 2026-11-01T03:12:00Z, not "${around}".`);
  }
  if (around !== undefined) {
    return succeed({
      from: new Date(middleMs - aroundMs.value).toISOString(),
      to: new Date(middleMs + aroundMs.value).toISOString(),
    });
  }
  if (from === undefined) {
    return refuse('usage', 'Say when: --around TIME, or --from TIME with or without --to TIME.');
  }
  return succeed({from, ...(to !== undefined && {to})});
};

export type SinceOptions = {readonly from: string; readonly earlier?: string; readonly to?: string};

/** A window that begins at a time, or so much before it, and ends at another, or now. */
export const sinceOf = ({from, earlier = '0s', to}: SinceOptions): Result<{from: string; to?: string}, Refusal> => {
  const earlierMs = parseDurationMs(earlier);
  if (!earlierMs.ok) {
    return refuse('usage', `--earlier: ${earlierMs.reason}.`);
  }
  const odd = [from, to].find(time => time !== undefined && Number.isNaN(Date.parse(time)));
  return odd === undefined
    ? succeed({from: new Date(Date.parse(from) - earlierMs.value).toISOString(), ...(to !== undefined && {to})})
    : refuse('usage', `"${odd}" is no time such as 2026-11-01T03:12:00Z.`);
};

export type TargetOptions = {
  readonly beforeXid?: string;
  readonly beforeLsn?: string;
  readonly until?: string;
  readonly restorePoint?: string;
};

/** How far a side instance goes: exactly one of them. */
export const targetOf = ({
  beforeXid,
  beforeLsn,
  until,
  restorePoint,
}: TargetOptions): Result<RecoveryTarget, Refusal> => {
  const targets: readonly RecoveryTarget[] = [
    ...(beforeXid === undefined ? [] : [{beforeXid}]),
    ...(beforeLsn === undefined ? [] : [{untilLsn: beforeLsn}]),
    ...(until === undefined ? [] : [{untilTime: until}]),
    ...(restorePoint === undefined ? [] : [{restorePoint}]),
  ];
  const [target] = targets;
  return target !== undefined && targets.length === 1
    ? succeed(target)
    : refuse(
        'usage',
        'Say how far to go: one of --until TIME, --before-lsn LSN, --before-xid XID and --restore-point NAME.',
      );
};

/** A table as it stands in the catalog (`Order Lines`, `shop.orders`), as SQL; one that is quoted already is SQL. */
export const inSql = (table: string): string =>
  table.includes('"') ? table : table.split('.').map(quoteIdentifier).join('.');

/** Tables with their counts, for a sentence. */
export const inWords = (tables: Readonly<Record<string, number>>): string =>
  Object.entries(tables)
    .map(([table, rows]) => `${rows} of ${table}`)
    .join(', ');

/** More than a person reads through in a hurry are only counted. */
const othersMax = 5;

/** A few in a sentence. */
export const listed = (others: readonly string[]): string =>
  others.length === 0
    ? 'none'
    : [
        ...others.slice(0, othersMax),
        ...(others.length > othersMax ? [`and ${others.length - othersMax} more`] : []),
      ].join('; ');
