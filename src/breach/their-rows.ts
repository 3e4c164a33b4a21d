/** How the rows stand today that an intruder changed, removed and made, table by table, held against the side instance of before. */
import type {DeletedRows} from '../backup/deletion.ts';
import {describeTable, type LostTable} from '../backup/lost-table.ts';
import {type ComparedTables, stageAndCompare} from '../backup/stage-and-compare.ts';
import {stageRows} from '../backup/stage-rows.ts';
import {type ChangedTable, compareChanged} from '../backup/undelete/compare-changed.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {type AddedRows, addedRows, tablesWrittenBy} from './added-rows.ts';
import type {Writes} from './intruder-writes.ts';

export type TheirTable = {
  readonly lost: LostTable;
  readonly changed: ChangedTable;
  readonly added: AddedRows;
};

export type TheirRows = {
  /** Rows that were removed, staged; parents first. */
  readonly removed: ComparedTables;
  readonly tables: readonly TheirTable[];
};

/** Staged tables of changed rows are numbered from here, so that they never meet those of removed ones. */
const firstIndex = 10_000;

/** Needs a transaction on the live server: the staged rows are gone with it. */
export const theirRows = async (
  side: Connection,
  live: Connection,
  {writes, except}: {readonly writes: Writes; readonly except: readonly string[]},
): Promise<Result<TheirRows, DatabaseFailure>> => {
  const removed = await stageAndCompare(side, live, {rows: writes.removed});
  if (!removed.ok) {
    return removed;
  }
  const written = await tablesWrittenBy(live, writes.numbers);
  if (!written.ok) {
    return written;
  }
  const names = [...new Set([...Object.keys(writes.updated), ...written.value])].filter(name => !except.includes(name));
  // A table that was not there before goes as a whole, with the other objects.
  const known = await rowsOf(side, 'select name from unnest($1::text[]) name where to_regclass(name) is not null', [
    names,
  ]);
  if (!known.ok) {
    return known;
  }
  const tables: TheirTable[] = [];
  for (const [index, table] of known.value.map(({name}) => String(name)).entries()) {
    const one = await theirTable({side, live}, {table, index: firstIndex + index, writes});
    if (!one.ok) {
      return one;
    }
    tables.push(one.value);
  }
  return succeed({removed: removed.value, tables});
};

type Both = {readonly side: Connection; readonly live: Connection};
type One = {readonly table: string; readonly index: number; readonly writes: Writes};

const theirTable = async (
  {side, live}: Both,
  {table, index, writes}: One,
): Promise<Result<TheirTable, DatabaseFailure>> => {
  const lost = await describeTable(side, live, {table, ctids: addressesOf(writes.updated, table), index});
  if (!lost.ok) {
    return lost;
  }
  if (!lost.value.hasKey) {
    return fail(
      refusal(
        `${table} has no key, so its rows of today cannot be told from those of then; leave this table out and put it right by hand from the side instance`,
      ),
    );
  }
  const staged = await stageRows(side, live, lost.value);
  const changed = staged.ok ? await compareChanged(live, lost.value, writes.numbers) : staged;
  if (!staged.ok || !changed.ok) {
    return changed.ok ? fail(refusal(`the rows of ${table} cannot be brought over`)) : changed;
  }
  const lacking = lost.value.ctids.length - staged.value;
  const added = await addedRows(side, live, {lost: lost.value, numbers: writes.numbers, lacking});
  return added.ok ? succeed({lost: lost.value, changed: changed.value, added: added.value}) : added;
};

const addressesOf = (rows: DeletedRows, table: string): readonly string[] => [...new Set(rows[table] ?? [])];
