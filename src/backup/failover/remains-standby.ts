/** Whether a standby is one and stays one: a promotion that was asked for goes on by itself, and nothing calls it back. */
import {type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';

/**
 * In recovery, and not told to end it. Only the functions for the pause of replay say that (xlogfuncs.c, "standby promotion is
 * ongoing"); where nothing is paused, to go on with replay changes nothing.
 */
export const remainsStandby = async (standby: string): Promise<Result<undefined, Hindrance>> => {
  const asked = await withConnection(
    standby,
    connection =>
      rowsOf(
        connection,
        `select pg_is_in_recovery() as standby,
                case when pg_is_in_recovery() and pg_get_wal_replay_pause_state() = 'not paused'
                     then pg_wal_replay_resume() end as asked`,
      ),
    {connectTimeoutMs: 5_000, statementTimeoutMs: 10_000},
  );
  if (!asked.ok) {
    return asked.reason.sqlstate === isUnderWay
      ? unsafe(`The standby was told to promote and may take writes: ${asked.reason.message}.`, wayOut)
      : impossible(`The standby cannot be asked whether it was promoted: ${asked.reason.message}.`, wayOut);
  }
  return asked.value[0]?.standby === true
    ? succeed(undefined)
    : unsafe('The standby is none any more: it was promoted, and takes writes.', wayOut);
};

/** object_not_in_prerequisite_state. */
const isUnderWay = '55000';

const wayOut = 'Leave the old primary fenced; released and started it would be a second one.';
