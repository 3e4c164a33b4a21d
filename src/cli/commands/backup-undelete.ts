/** `lifeboat backup find-removal`, `undelete`, `undelete-database`, `find-update`, `undo-update`: what deletion runbooks call. */
import {checkUndelete} from '../../backup/undelete/check-undelete.ts';
import {findRemoval} from '../../backup/undelete/find-removal.ts';
import type {Removal, RemovalKind} from '../../backup/undelete/removal.ts';
import {type UndeleteRequest, undelete} from '../../backup/undelete/undelete.ts';
import {checkUndeleteDatabase, undeleteDatabase} from '../../backup/undelete/undelete-database.ts';
import {checkUndoUpdate, undoUpdate} from '../../backup/undelete/undo-update.ts';
import {succeed} from '../../base/result.ts';
import {type ChangesOptions, changesFound} from '../changes-found.ts';
import {bothDatabases, databaseOf, inSql, listed, print, windowOf} from '../recovery-step.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {type RowsOptions, rowsAtIssue} from '../rows-at-issue.ts';

export type RemovalOptions = ChangesOptions & {readonly kind?: string; readonly backup?: string};
export type UndeleteOptions = {
  readonly files: readonly string[];
  readonly beforeLsn: string;
  readonly check?: boolean;
  readonly except?: readonly string[];
  readonly skipTriggers?: boolean;
};
export type UndoUpdateOptions = RowsOptions & {
  readonly savepoints?: readonly string[];
  readonly check?: boolean;
  readonly skipTriggers?: boolean;
};
export type UndeleteDatabaseOptions = {readonly beforeLsn: string; readonly check?: boolean};
const kinds: readonly RemovalKind[] = ['database', 'dropped', 'truncated'];

/** Those that name one of the tables first, then the newest. */
export const findRemovalCommand = async (tables: readonly string[], options: RemovalOptions): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  const window = windowOf(options);
  const kind = kinds.find(one => one === options.kind);
  if (!live.ok || !window.ok) {
    return printRefusal([live, window].find(one => !one.ok)?.reason as Refusal);
  }
  if (options.kind !== undefined && kind === undefined) {
    return printRefusal(refuse('usage', `--kind takes one of ${kinds.join(', ')}, not "${options.kind}".`).reason);
  }
  const found = await findRemoval({
    live: live.value,
    ...window.value,
    ...(options.createExtension && {createExtension: true}),
    ...(options.switchWal && {switchWal: true}),
    ...(options.archive !== undefined && {archiveDir: options.archive}),
    ...(options.backup !== undefined && {backupDir: options.backup}),
  });
  if (!found.ok) {
    return print(found);
  }
  const all = found.value.removals
    .filter(removal => kind === undefined || removal.kind === kind)
    .map(removal => ({...removal, matches: matches(removal, tables), summary: whatWentIn(removal)}))
    .toSorted((a, b) => b.matches - a.matches);
  const removals = all.filter(({xid}) => options.xid === undefined || xid === options.xid);
  const others = all
    .filter(removal => removal !== removals[0])
    .map(({xid, committedAt, summary}) => `${xid} at ${committedAt} (${summary})`);
  return print(succeed({...found.value, removals, others: listed(others)}));
};

/** How many of the names it has: of tables, or of the database. */
const matches = ({dropped, truncated, database}: Removal, wanted: readonly string[]): number => {
  const names = [...dropped, ...truncated, ...(database === null ? [] : [database])].map(bare);
  return wanted.filter(one => names.some(name => name === bare(one) || name.endsWith(`.${bare(one)}`))).length;
};

const bare = (name: string): string => name.replaceAll('"', '').toLowerCase();

const whatWentIn = ({dropped, truncated, unnamed, database}: Removal): string =>
  [
    ...(database === null ? [] : [`dropped the database ${database}`]),
    ...(dropped.length > 0 ? [`dropped ${dropped.join(', ')}`] : []),
    ...(unnamed > 0 ? [`dropped ${unnamed} relations that the base backup does not know`] : []),
    ...(truncated.length > 0 ? [`emptied ${truncated.join(', ')}`] : []),
  ].join('; ');

/** Brings dropped and emptied tables back from the side instance, or says what that would do. */
export const undeleteCommand = async (tables: readonly string[], options: UndeleteOptions): Promise<number> => {
  const both = bothDatabases();
  if (!both.ok) {
    return printRefusal(both.reason);
  }
  const odd = options.files.find(file => !/^\d{1,10}$/.test(file));
  if (odd !== undefined) {
    return printRefusal(refuse('usage', `--files takes numbers, as find-removal lists them, not "${odd}".`).reason);
  }
  const request: UndeleteRequest = {
    ...both.value,
    files: options.files.map(Number),
    beforeLsn: options.beforeLsn,
    ...(tables.length > 0 && {tables: tables.map(inSql)}),
    ...(options.except !== undefined && {except: options.except.map(inSql)}),
    ...(options.skipTriggers && {triggers: 'skip' as const}),
  };
  if (!options.check) {
    return print(await undelete(request));
  }
  const checked = await checkUndelete(request);
  return print(
    checked.ok
      ? succeed({
          ...checked.value,
          summary: checked.value.tables
            .map(
              ({table, state, lost}) => `${table} (${state === 'gone' ? 'not there' : 'there'}, ${lost} rows to come)`,
            )
            .join(', '),
          tableNames: checked.value.tables.map(({table}) => table),
          triggerNames: checked.value.triggers
            .map(({kind, table, name, always}) => `${kind} ${name} of ${table}${always ? ' (acts either way)' : ''}`)
            .join(', '),
          notBroughtBack: checked.value.beyond.join('; '),
        })
      : checked,
  );
};

/** Lists updates, those that changed most rows first. */
export const findUpdateCommand = async (tables: readonly string[], options: ChangesOptions): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  const window = windowOf(options);
  if (!live.ok || !window.ok) {
    return printRefusal([live, window].find(one => !one.ok)?.reason as Refusal);
  }
  const found = await changesFound({live: live.value, change: 'update', tables, ...window.value}, options);
  if (!found.ok) {
    return print(found);
  }
  const {changes, ...more} = found.value;
  return print(succeed({...more, updates: changes}));
};

/** Gives changed rows their values back from the side instance, or counts what that would do. */
export const undoUpdateCommand = async (tables: readonly string[], options: UndoUpdateOptions): Promise<number> => {
  const both = bothDatabases();
  if (!both.ok) {
    return printRefusal(both.reason);
  }
  const {xid, commitLsn, savepoints = []} = options;
  const rows = await rowsAtIssue({live: both.value.into, tables, change: 'update'}, options);
  if (!rows.ok) {
    return print(rows);
  }
  const request = {
    ...both.value,
    rows: rows.value,
    transactions: [xid, ...savepoints],
    commitLsn,
    ...(options.skipTriggers && {triggers: 'skip' as const}),
  };
  if (!options.check) {
    return print(await undoUpdate(request));
  }
  const checked = await checkUndoUpdate(request);
  return print(
    checked.ok
      ? succeed({
          ...checked.value,
          summary: checked.value.tables
            .map(({table, wrong, columns}) => `${wrong} of ${table} (${columns.join(', ')})`)
            .join(', '),
          left: checked.value.tables
            .filter(({examples}) => examples.length > 0)
            .map(
              ({table, changedSince, goneSince, examples}) =>
                `${changedSince + goneSince} of ${table}, for example ${examples.join(', ')}`,
            )
            .join('; '),
        })
      : checked,
  );
};

/** Brings a dropped database back under its own name, or says what there is of it. */
export const undeleteDatabaseCommand = async (
  database: string,
  {beforeLsn, check}: UndeleteDatabaseOptions,
): Promise<number> => {
  const both = bothDatabases();
  if (!both.ok) {
    return printRefusal(both.reason);
  }
  const request = {
    ...both.value,
    database,
    beforeLsn,
    onProgress: (sentence: string) => void process.stderr.write(`${sentence}\n`),
  };
  return print(check ? await checkUndeleteDatabase(request) : await undeleteDatabase(request));
};
