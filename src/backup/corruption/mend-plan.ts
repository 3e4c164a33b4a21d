/** What is to be done to bring rows back from a healthy copy, or why it must not be done. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {DeletedRows} from '../deletion.ts';
import {compareAll, type TableDifference} from './compare-copy.ts';

export type MendPlan = {
  /** Rows that lie there in another form, by their addresses. */
  readonly changed: DeletedRows;
  /** Tables with pages that cannot be read. */
  readonly damaged: readonly string[];
  /** Rows that are nowhere on the live server, by their addresses on the copy. */
  readonly lost: DeletedRows;
};

/** Reads only. `pages` (`public.orders:4321`) say what was on pages of a table that was written anew by an earlier try. */
export const planMend = async (
  copy: Connection,
  live: Connection,
  pages: readonly string[],
): Promise<Result<MendPlan, DatabaseFailure>> => {
  const named = readPages(pages);
  if (!named.ok) {
    return fail(refusal(named.reason));
  }
  const still = await isHeldStill(copy);
  if (!still.ok) {
    return still;
  }
  const compared = await compareAll(copy, live, {timeoutMs: settleMs});
  if (!compared.ok) {
    return compared;
  }
  const {differing, sameMoment} = compared.value;
  const objection = differing.map(one => objectionTo(one, {named: named.value, sameMoment})).find(one => one !== null);
  if (objection !== undefined) {
    return fail(refusal(objection));
  }

  const beyond = await toastDamage(live, differing);
  if (!beyond.ok) {
    return beyond;
  }

  const lost: Record<string, readonly string[]> = {};
  for (const {table, isRewritten, rows} of differing) {
    const ofPages = isRewritten ? await addressesIn(copy, table, named.value.get(table) ?? []) : succeed(rows.lost);
    if (!ofPages.ok) {
      return ofPages;
    }
    const addresses = [...ofPages.value, ...rows.gone];
    if (addresses.length > 0) {
      lost[table] = addresses;
    }
  }
  return succeed({
    changed: Object.fromEntries(
      differing.filter(({rows}) => rows.changed.length > 0).map(({table, rows}) => [table, rows.changed]),
    ),
    damaged: differing.filter(({rows}) => rows.unreadable.length > 0).map(({table}) => table),
    lost,
  });
};

/** The copy stands still, so only what is just ending on the live server can be waited for. */
const settleMs = 1_000;

/** A page that is read but for its long values is sound itself: to give it up would not help, and the TOAST page stays damaged. */
const toastDamage = async (
  live: Connection,
  differing: readonly TableDifference[],
): Promise<Result<void, DatabaseFailure>> => {
  for (const {table, rows} of differing) {
    for (const block of rows.unreadable) {
      const read = await live.run(`select count(ctid) from only ${table} where ctid >= $1::tid and ctid < $2::tid`, [
        `(${block},0)`,
        `(${block + 1},0)`,
      ]);
      if (read.ok) {
        return fail(
          refusal(
            `rows of ${table} in block ${block} lead to damaged pages of its TOAST table, which rows cannot mend; restore in place or fail over instead`,
          ),
        );
      }
    }
  }
  return succeed(undefined);
};

export type Circumstances = {readonly named: ReadonlyMap<string, readonly number[]>; readonly sameMoment: boolean};

/** Why a table is left to a person; null where its rows may be brought back. `named` has the pages of tables that were written anew. */
export const objectionTo = (
  {table, isRewritten, rows}: TableDifference,
  {named, sameMoment}: Circumstances,
): string | null => {
  const {unreadable, unreadableOnCopy, changed, gone, newer, extra} = rows;
  if (isRewritten) {
    return named.has(table)
      ? null
      : `${table} was written anew since the copy was held still, and no page of it was named; restore in place or fail over instead`;
  }
  const hopeless = unreadable.filter(block => unreadableOnCopy.includes(block));
  if (hopeless.length > 0) {
    return `the copy cannot read block ${hopeless[0]} of ${table} either; it is no healthy copy, take another one`;
  }
  if (extra.length > 0) {
    return `${table} has ${extra.length} rows that the copy does not have, the first at ${extra[0]}; nobody but a person can say whether they belong there`;
  }
  if (unreadable.length > 0 && changed.length > 0) {
    return `${table} has pages that cannot be read and rows that were changed besides; restore in place or fail over instead`;
  }
  return !sameMoment && gone.length + newer.length > 0
    ? `${table} differs from the copy, and transactions ended since the copy was held still, so nobody can tell damage from work; stop all writes, and hold the copy still after that`
    : null;
};

/** `public.orders:4321` as table and block; the name is SQL and may hold anything, also a colon. */
export const readPages = (pages: readonly string[]): Result<ReadonlyMap<string, readonly number[]>> => {
  const named = new Map<string, readonly number[]>();
  for (const page of pages) {
    const [, table = '', block] = /^(.+):(\d+)$/s.exec(page) ?? [];
    if (block === undefined) {
      return fail(`"${page}" is no page, such as public.orders:4321`);
    }
    named.set(table, [...(named.get(table) ?? []), Number(block)]);
  }
  return succeed(named);
};

/** What is written on the live server now would reach a copy that goes on, and take the healthy rows with it. */
const isHeldStill = async (copy: Connection): Promise<Result<void, DatabaseFailure>> => {
  const rows = await rowsOf(copy, 'select pg_get_wal_replay_pause_state() as state');
  if (!rows.ok) {
    return rows;
  }
  return rows.value[0]?.state === 'paused'
    ? succeed(undefined)
    : fail(
        refusal(
          'the copy still replays WAL, and would lose its healthy rows to what is done here; hold it still first',
        ),
      );
};

/** Rows on the copy in these blocks, by address. */
const addressesIn = async (
  copy: Connection,
  table: string,
  blocks: readonly number[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const found: string[] = [];
  for (const block of blocks) {
    const rows = await rowsOf(
      copy,
      `select ctid::text as address from only ${table} where ctid >= $1::tid and ctid < $2::tid`,
      [`(${block},0)`, `(${block + 1},0)`],
    );
    if (!rows.ok) {
      return rows;
    }
    found.push(...rows.value.map(({address}) => String(address)));
  }
  return succeed(found);
};
