/** `lifeboat backup …`: what the steps of a runbook call, each an honest program of its own: JSON out, sentences on stderr. */

import {archiveWal} from '../../backup/archive-wal.ts';
import {checkBackup} from '../../backup/check-backup.ts';
import {discardSide} from '../../backup/discard-side.ts';
import {deletedRows, findDeletion} from '../../backup/find-deletion.ts';
import {foreignKeyOrphans} from '../../backup/foreign-key-orphans.ts';
import {checkPutBack, type PutBackRequest, putBack} from '../../backup/put-back.ts';
import {restoreBeside} from '../../backup/restore-beside.ts';
import {parseDurationMs} from '../../base/duration.ts';
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {exitCodes} from '../exit-code.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';

export type FindOptions = {
  readonly around?: string;
  readonly within?: string;
  readonly from?: string;
  readonly to?: string;
  readonly xid?: string;
  readonly createExtension?: boolean;
  readonly switchWal?: boolean;
  readonly archive?: string;
};
export type RestoreOptions = {
  readonly backup: string;
  readonly archive?: string;
  readonly restoreCommand?: string;
  readonly into: string;
  readonly beforeXid?: string;
  readonly until?: string;
  readonly user?: string;
  readonly database?: string;
};
export type PutBackOptions = {
  readonly xid: string;
  readonly firstLsn: string;
  readonly commitLsn: string;
  readonly check?: boolean;
  readonly except?: readonly string[];
  readonly skipTriggers?: boolean;
  readonly archive?: string;
  readonly committedAt?: string;
};

/** A time that somebody remembers is minutes off; the largest deletion within this of it comes first. */
const usualWithin = '30m';

/** Lists deletions, those that removed most rows first. */
export const findDeletionCommand = async (tables: readonly string[], options: FindOptions): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  if (!live.ok) {
    return printRefusal(live.reason);
  }
  const window = windowOf(options);
  if (!window.ok) {
    return printRefusal(window.reason);
  }
  const found = await findDeletion({
    live: live.value,
    ...(tables.length > 0 && {tables: tables.map(inSql)}),
    ...window.value,
    ...(options.createExtension && {createExtension: true}),
    ...(options.switchWal && {switchWal: true}),
    ...(options.archive !== undefined && {archiveDir: options.archive}),
  });
  if (!found.ok) {
    return print(found);
  }
  const all = [...found.value.deletions]
    .sort((a, b) => b.rows - a.rows)
    .map(deletion => ({...deletion, tableNames: Object.keys(deletion.tables), summary: inWords(deletion.tables)}));
  const deletions = all.filter(({xid}) => options.xid === undefined || xid === options.xid);
  const others = all
    .filter(deletion => deletion !== deletions[0])
    .map(({xid, committedAt, summary}) => `${xid} at ${committedAt} (${summary})`);
  return print(succeed({...found.value, deletions, others: listed(others)}));
};

/** More than a person reads through in a hurry are only counted. */
const othersMax = 5;

const listed = (others: readonly string[]): string =>
  others.length === 0
    ? 'none'
    : [
        ...others.slice(0, othersMax),
        ...(others.length > othersMax ? [`and ${others.length - othersMax} more`] : []),
      ].join('; ');

export const archiveWalCommand = async (): Promise<number> => withDatabase(live => archiveWal({live}));

export type CheckOptions = {readonly backup: string; readonly archive: string; readonly beforeLsn: string};

export const checkCommand = async ({backup, archive, beforeLsn}: CheckOptions): Promise<number> =>
  withDatabase(live => checkBackup({live, backupDir: backup, archiveDir: archive, beforeLsn}));

export const orphansCommand = async (tables: readonly string[]): Promise<number> =>
  withDatabase(database => foreignKeyOrphans({database, ...(tables.length > 0 && {tables: tables.map(inSql)})}));

export const restoreCommand = async (options: RestoreOptions): Promise<number> => {
  const {backup, archive, restoreCommand: command, into, beforeXid, until, user, database} = options;
  if ((archive === undefined) === (command === undefined)) {
    return printRefusal(
      refuse('usage', 'Say where WAL comes from: either --archive DIR or --restore-command TEXT.').reason,
    );
  }
  if ((beforeXid === undefined) === (until === undefined)) {
    return printRefusal(refuse('usage', 'Say how far to go: either --before-xid XID or --until TIME.').reason);
  }
  return print(
    await restoreBeside({
      backupDir: backup,
      wal: archive === undefined ? {restoreCommand: command ?? ''} : {archiveDir: archive},
      intoDir: into,
      target: beforeXid === undefined ? {untilTime: until ?? ''} : {beforeXid},
      ...(user !== undefined && {user}),
      ...(database !== undefined && {database}),
      onProgress: sentence => void process.stderr.write(`${sentence}\n`),
    }),
  );
};

export const putBackCommand = async (tables: readonly string[], options: PutBackOptions): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  const side = databaseOf('LIFEBOAT_SIDE');
  if (!live.ok) {
    return printRefusal(live.reason);
  }
  if (!side.ok) {
    return printRefusal(side.reason);
  }
  const {xid, firstLsn, commitLsn, except = [], archive, committedAt} = options;
  const rows = await deletedRows({
    live: live.value,
    xid,
    firstLsn,
    commitLsn,
    ...(tables.length > 0 && {tables: tables.map(inSql)}),
    ...(except.length > 0 && {except: except.map(inSql)}),
    ...(archive !== undefined && {archiveDir: archive}),
    ...(committedAt !== undefined && {committedAt}),
  });
  if (!rows.ok) {
    return print(rows);
  }
  const request = {
    from: side.value,
    into: live.value,
    rows: rows.value,
    commitLsn,
    ...(options.skipTriggers && {triggers: 'skip' as const}),
  };
  return options.check ? print(await checkInWords(request)) : print(await putBack(request));
};

/** With the sentences that a person is asked with: how many rows of which tables, and which triggers and rules would act. */
const checkInWords = async (request: PutBackRequest): Promise<Result<object>> => {
  const checked = await checkPutBack(request);
  return checked.ok
    ? succeed({
        ...checked.value,
        summary: inWords(Object.fromEntries(checked.value.tables.map(({table, lost}) => [table, lost]))),
        triggerNames: checked.value.triggers
          .map(({kind, table, name, always}) => `${kind} ${name} of ${table}${always ? ' (acts either way)' : ''}`)
          .join(', '),
        added: Object.entries(checked.value.filledByDefault)
          .map(([table, columns]) => `${columns.join(', ')} of ${table}`)
          .join('; '),
      })
    : checked;
};

export const discardCommand = async ({into}: {readonly into: string}): Promise<number> =>
  print(await discardSide(into));

const withDatabase = async (work: (live: string) => Promise<Result<object>>): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  return live.ok ? print(await work(live.value)) : printRefusal(live.reason);
};

/** Connections come by environment: an argument can be read by every user of the machine. */
const databaseOf = (name: 'LIFEBOAT_DATABASE' | 'LIFEBOAT_SIDE'): Result<string, Refusal> => {
  const uri = process.env[name];
  return uri
    ? succeed(uri)
    : refuse(
        'usage',
        `${name} is not set.`,
        `Give the connection as ${name}=postgres://user@host:5432/database in the environment.`,
      );
};

const print = (result: Result<object>): number => {
  if (result.ok) {
    process.stdout.write(`${printedJson(result.value)}\n`);
    return exitCodes.done.code;
  }
  return printRefusal(refuse('failed', result.reason).reason);
};

const windowOf = ({
  around,
  within = usualWithin,
  from,
  to,
}: FindOptions): Result<{from: string; to?: string}, Refusal> => {
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

/** A table as it stands in the catalog (`Order Lines`, `shop.orders`), as SQL; one that is quoted already is SQL. */
const inSql = (table: string): string =>
  table.includes('"') ? table : table.split('.').map(quoteIdentifier).join('.');

const inWords = (tables: Readonly<Record<string, number>>): string =>
  Object.entries(tables)
    .map(([table, rows]) => `${rows} of ${table}`)
    .join(', ');
