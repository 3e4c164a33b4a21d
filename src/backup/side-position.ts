/** Where the side instance stands in the WAL, against the place where the deletion committed. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

export type SidePosition = {
  /** Paused with nothing left to replay before the commit: all that had committed by then is visible. */
  readonly isJustBefore: boolean;
  /** The end of what it has replayed. */
  readonly at: string;
};

/** `commitLsn` is where the record of the commit begins. */
export const sidePosition = async (
  side: Connection,
  commitLsn: string,
): Promise<Result<SidePosition, DatabaseFailure>> => {
  const rows = await rowsOf(side, positionSql, [commitLsn]);
  const row = rows.ok ? rows.value[0] : undefined;
  return rows.ok ? succeed({isJustBefore: row?.just_before === true, at: String(row?.at)}) : rows;
};

// Between the end of a record and the beginning of the next nothing can lie but the head of a page, of 40 bytes at most
// (xlog_internal.h, SizeOfXLogLongPHD).
const positionSql = `
  select at, pg_is_wal_replay_paused() and $1::pg_lsn - at between 0 and 40 as just_before
    from pg_last_wal_replay_lsn() at`;
