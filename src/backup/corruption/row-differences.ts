/** Which rows of a table are not as a healthy physical copy has them, by their addresses: the same row lies at the same place. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type BlockRange, rowFingerprint, sumBlocks} from './block-sums.ts';

export type RowDifferences = {
  /** Blocks of the live table that cannot be read. */
  readonly unreadable: readonly number[];
  /** Blocks that the copy cannot read either: it is no help for these. */
  readonly unreadableOnCopy: readonly number[];
  /** Addresses (ctid) of rows that the copy has in blocks that the live server cannot read. */
  readonly lost: readonly string[];
  /** The same version of a row on both, and not alike: nobody but damage changes a version. */
  readonly changed: readonly string[];
  /** Versions that only the copy has: removed by work since, or by damage. */
  readonly gone: readonly string[];
  /** Versions that only the live server has, written since by transactions that the copy has not seen. */
  readonly newer: readonly string[];
  /** Versions that only the live server has, though the copy has seen their transaction. */
  readonly extra: readonly string[];
};

/** Blocks of one question: a few thousand numbers come back, whatever the size of the table. */
const blocksAtOnce = 4_096;

export type ComparedTable = Pick<BlockRange, 'table' | 'filenode'> & {
  readonly blocks: number;
  /** The first transaction that the copy has not seen. */
  readonly horizon: string;
};

/** Both sessions must spell values alike, and both servers stand at the same moment. */
export const compareRows = async (
  copy: Connection,
  live: Connection,
  {table, filenode, blocks, horizon}: ComparedTable,
): Promise<Result<RowDifferences, DatabaseFailure>> => {
  const found: Writable = {unreadable: [], unreadableOnCopy: [], lost: [], changed: [], gone: [], newer: [], extra: []};
  for (let from = 0; from < blocks; from += blocksAtOnce) {
    const range = {table, filenode, from, to: Math.min(from + blocksAtOnce, blocks)};
    const ours = await sumBlocks(live, range);
    if (!ours.ok) {
      return ours;
    }
    const theirs = await sumBlocks(copy, range);
    if (!theirs.ok) {
      return theirs;
    }
    found.unreadable.push(...ours.value.unreadable);
    found.unreadableOnCopy.push(...theirs.value.unreadable);
    const unreadable = new Set([...ours.value.unreadable, ...theirs.value.unreadable]);
    const known = new Set([...ours.value.sums.keys(), ...theirs.value.sums.keys()]);
    const differing = [...known].filter(
      block => !unreadable.has(block) && ours.value.sums.get(block) !== theirs.value.sums.get(block),
    );
    const readable = ours.value.unreadable.filter(block => !theirs.value.unreadable.includes(block));
    const rows = await compareBlocks({copy, live}, {table, horizon}, {differing, lost: readable});
    if (!rows.ok) {
      return rows;
    }
    for (const kind of ['lost', 'changed', 'gone', 'newer', 'extra'] as const) {
      found[kind].push(...rows.value[kind]);
    }
  }
  return succeed(found);
};

type Writable = {[Key in keyof RowDifferences]: RowDifferences[Key][number][]};
type Both = {readonly copy: Connection; readonly live: Connection};
type Blocks = {readonly differing: readonly number[]; readonly lost: readonly number[]};

type RowKinds = Pick<RowDifferences, 'lost' | 'changed' | 'gone' | 'newer' | 'extra'>;
type Place = Pick<ComparedTable, 'table' | 'horizon'>;

const compareBlocks = async (
  {copy, live}: Both,
  place: Place,
  {differing, lost}: Blocks,
): Promise<Result<RowKinds, DatabaseFailure>> => {
  const found = {
    lost: [] as string[],
    changed: [] as string[],
    gone: [] as string[],
    newer: [] as string[],
    extra: [] as string[],
  };
  for (const block of [...lost, ...differing]) {
    const theirs = await versionsIn(copy, place, block);
    if (!theirs.ok) {
      return theirs;
    }
    const ours = lost.includes(block) ? succeed(new Map<string, Version>()) : await versionsIn(live, place, block);
    if (!ours.ok) {
      return ours;
    }
    const onlyThere = [...theirs.value].filter(([address, {xmin}]) => ours.value.get(address)?.xmin !== xmin);
    const onlyHere = [...ours.value].filter(([address, {xmin}]) => theirs.value.get(address)?.xmin !== xmin);
    const onBoth = [...theirs.value].filter(([address, {xmin}]) => ours.value.get(address)?.xmin === xmin);
    found[lost.includes(block) ? 'lost' : 'gone'].push(...onlyThere.map(([address]) => address));
    for (const [address, {isNewer}] of onlyHere) {
      found[isNewer ? 'newer' : 'extra'].push(address);
    }
    found.changed.push(
      ...onBoth
        .filter(([address, {fingerprint}]) => ours.value.get(address)?.fingerprint !== fingerprint)
        .map(([address]) => address),
    );
  }
  return succeed(found);
};

/** A version of a row: an update never changes one, it writes another with the number of its own transaction (xmin). */
type Version = {readonly xmin: string; readonly fingerprint: string; readonly isNewer: boolean};

const versionsIn = async (
  connection: Connection,
  {table, horizon}: Place,
  block: number,
): Promise<Result<ReadonlyMap<string, Version>, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select t.ctid::text as address, t.xmin::text as xmin, ${rowFingerprint}::text as fingerprint,
            age(t.xmin) <= age($3::text::xid) as newer
       from only ${table} t where t.ctid >= $1::tid and t.ctid < $2::tid`,
    [`(${block},0)`, `(${block + 1},0)`, horizon],
  );
  return rows.ok
    ? succeed(
        new Map(
          rows.value.map(({address, xmin, fingerprint, newer}) => [
            String(address),
            {xmin: String(xmin), fingerprint: String(fingerprint), isNewer: newer === true},
          ]),
        ),
      )
    : rows;
};
