/** A place in the WAL that a side instance can be brought to, so that it stands where the damaged server stands now. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {archiveWal} from '../archive-wal.ts';

export type MarkedMoment = {
  /** All that was written before it; recovery that stops before it has all of that. */
  readonly lsn: string;
  /** The archived segment that holds it. */
  readonly segment: string;
};

/** Recovery stops at a position only when a record follows it, so one is written, and both are archived. */
export const markMoment = async (database: string): Promise<Result<MarkedMoment>> => {
  const marked = await withConnection(database, async connection => {
    const at = await rowsOf(connection, 'select pg_current_wal_insert_lsn()::text as lsn');
    const point = at.ok ? await connection.run(`select pg_create_restore_point('lifeboat')`) : at;
    return point.ok ? at : point;
  });
  if (!marked.ok) {
    return fail(`the moment cannot be marked: ${marked.reason.message}`);
  }
  const archived = await archiveWal({live: database});
  return archived.ok ? succeed({lsn: String(marked.value[0]?.lsn), segment: archived.value.segment}) : archived;
};
