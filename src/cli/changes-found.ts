/** The transactions that deleted or changed rows in a window of time, those that took most rows first, in the words of a question. */
import type {Deletion, FindRequest, Found} from '../backup/deletion.ts';
import {findDeletion} from '../backup/find-deletion.ts';
import {type Result, succeed} from '../base/result.ts';
import {inSql, inWords, listed, type WindowOptions} from './recovery-step.ts';

export type ChangesOptions = WindowOptions & {
  readonly xid?: string;
  readonly createExtension?: boolean;
  readonly switchWal?: boolean;
  readonly archive?: string;
};

type Where = Pick<FindRequest, 'live' | 'from' | 'to' | 'change'> & {
  /** As they stand in the catalog; none for all. */
  readonly tables: readonly string[];
};

export type NamedChange = Deletion & {readonly tableNames: readonly string[]; readonly summary: string};

/** `changes`: the one that was asked for by its number, else all; `others`: those that are not the first of these, in a sentence. */
export type ChangesFound = Omit<Found, 'deletions'> & {
  readonly changes: readonly NamedChange[];
  readonly others: string;
};

/** Searches the WAL on the server, and in the archive where one is named. */
export const changesFound = async (
  {tables, ...where}: Where,
  {xid: wanted, createExtension, switchWal, archive}: ChangesOptions,
): Promise<Result<ChangesFound>> => {
  const found = await findDeletion({
    ...where,
    ...(tables.length > 0 && {tables: tables.map(inSql)}),
    ...(createExtension && {createExtension}),
    ...(switchWal && {switchWal}),
    ...(archive !== undefined && {archiveDir: archive}),
  });
  if (!found.ok) {
    return found;
  }
  const {deletions, ...more} = found.value;
  const all = [...deletions]
    .sort((a, b) => b.rows - a.rows)
    .map(change => ({...change, tableNames: Object.keys(change.tables), summary: inWords(change.tables)}));
  const changes = all.filter(({xid}) => wanted === undefined || xid === wanted);
  const others = all
    .filter(change => change !== changes[0])
    .map(({xid, committedAt, summary}) => `${xid} at ${committedAt} (${summary})`);
  return succeed({...more, changes, others: listed(others)});
};
