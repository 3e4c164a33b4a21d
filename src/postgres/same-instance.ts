/** Whether two sessions are on the same running server, and whether two servers have a common past. */
import {randomInt} from 'node:crypto';
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from './connect.ts';
import type {DatabaseFailure} from './failure.ts';
import {rowsOf} from './query.ts';

/**
 * Takes an advisory lock of a random number on one session and looks for it on the other. Addresses and the system
 * identifier cannot tell: one server has many addresses, and a copy keeps the identifier.
 */
export const isSameInstance = async (a: Connection, b: Connection): Promise<Result<boolean, DatabaseFailure>> => {
  const nonce = [randomInt(2 ** 31 - 1), randomInt(2 ** 31 - 1)];
  const locked = await rowsOf(a, 'select pg_advisory_lock($1::int, $2::int)', nonce);
  if (!locked.ok) {
    return locked;
  }

  const seen = await rowsOf(
    b,
    `select 1 from pg_locks where locktype = 'advisory' and classid = $1::bigint and objid = $2::bigint`,
    nonce,
  );
  await rowsOf(a, 'select pg_advisory_unlock($1::int, $2::int)', nonce);
  return seen.ok ? succeed(seen.value.length > 0) : seen;
};

/** Equal for a cluster and every physical copy of it; a text, because it does not fit a number. */
export const systemIdentifier = async (connection: Connection): Promise<Result<string, DatabaseFailure>> => {
  const rows = await rowsOf(connection, 'select system_identifier::text as id from pg_control_system()');
  return rows.ok ? succeed(String(rows.value[0]?.id)) : rows;
};
