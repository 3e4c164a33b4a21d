/** What stands between tables of today and what they were before one transaction dropped or emptied them; nothing is changed. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {betweenBoth} from '../both-servers.ts';
import {type InsertTrigger, insertTriggers} from '../insert-triggers.ts';
import {findObstacles} from '../obstacles.ts';
import {sidePosition} from '../side-position.ts';
import type {ComparedTables} from '../stage-and-compare.ts';
import {beyondSql} from './around-sql.ts';
import {stageTables} from './refill.ts';
import {type RemovedTables, removedTables} from './removed-tables.ts';
import {missingFrom, readStructure, textsOf} from './structure.ts';
import type {UndeleteRequest} from './undelete.ts';
import {asTable, countRows, type UndeletedTable} from './undeleted-table.ts';

export type UndeleteCheck = {
  /** Every table is there with every row that it had and all that hung on it. */
  readonly complete: boolean;
  readonly gone: number;
  readonly lost: number;
  readonly conflicting: number;
  readonly tables: readonly UndeletedTable[];
  readonly obstacles: readonly string[];
  readonly triggers: readonly InsertTrigger[];
  /** What tables that are there lack of what they had: statements that would make it. */
  readonly lacking: readonly string[];
  /** What depended on tables that are gone and does not come back with them, in words. */
  readonly beyond: readonly string[];
  readonly sideIsJustBefore: boolean;
};

/** Compares only, and rolls back what it needed. */
export const checkUndelete = (request: UndeleteRequest): Promise<Result<UndeleteCheck>> =>
  betweenBoth(request, async (side, live) => {
    const begun = await live.run('begin isolation level repeatable read');
    const checked = begun.ok ? await compare(side, live, request) : begun;
    await live.run('rollback');
    return checked;
  });

const compare = async (
  side: Connection,
  live: Connection,
  request: UndeleteRequest,
): Promise<Result<UndeleteCheck, DatabaseFailure>> => {
  const which = await removedTables(side, live, request);
  if (!which.ok) {
    return which;
  }
  const staged = await stageTables(side, live, {tables: which.value.there});
  if (!staged.ok) {
    return staged;
  }
  const around = await lookAround({side, live}, which.value, staged.value);
  const lost = await countRows(side, which.value.gone);
  const position = await sidePosition(side, request.beforeLsn);
  if (!around.ok) {
    return around;
  }
  if (!lost.ok) {
    return lost;
  }
  if (!position.ok) {
    return position;
  }
  const tables = [...lost.value, ...staged.value.compared.map(asTable)];
  const sum = (count: (table: UndeletedTable) => number) => tables.reduce((total, table) => total + count(table), 0);
  const missing = which.value.gone.length + sum(one => one.lost + one.conflicting) + around.value.lacking.length;
  return succeed({
    complete: missing === 0,
    gone: which.value.gone.length,
    lost: sum(one => one.lost),
    conflicting: sum(one => one.conflicting),
    tables,
    ...around.value,
    sideIsJustBefore: position.value.isJustBefore,
  });
};

type Around = Pick<UndeleteCheck, 'obstacles' | 'triggers' | 'lacking' | 'beyond'>;

const lookAround = async (
  {side, live}: {readonly side: Connection; readonly live: Connection},
  {gone, there}: RemovedTables,
  staged: ComparedTables,
): Promise<Result<Around, DatabaseFailure>> => {
  const obstacles = await findObstacles(live, staged);
  if (!obstacles.ok) {
    return obstacles;
  }
  const triggers = await insertTriggers(live, there);
  if (!triggers.ok) {
    return triggers;
  }
  const then = await readStructure(side, there);
  if (!then.ok) {
    return then;
  }
  const now = await readStructure(live, there);
  if (!now.ok) {
    return now;
  }
  const beyond = await textsOf(side, [beyondSql], gone);
  return beyond.ok
    ? succeed({
        obstacles: obstacles.value,
        triggers: triggers.value,
        lacking: missingFrom(now.value, then.value),
        beyond: beyond.value,
      })
    : beyond;
};
