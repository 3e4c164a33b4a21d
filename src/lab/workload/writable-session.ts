/** A session of the application on the server that takes writes, found as clients find it. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, type ConnectOptions, connect} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {Row} from '../../postgres/values.ts';
import type {Site} from '../sites/site.ts';
import {atEachWrite, type Place} from './places.ts';

type Written = {readonly row: Row; readonly server: Site['name']};

export type WritableSession = {
  readonly connection: Connection;
  /** The server that it was opened on. */
  readonly server: Site['name'];
  /** Commits one statement, and says which server did. */
  readonly write: (sql: string, values: readonly unknown[]) => Promise<Result<Written, DatabaseFailure>>;
};

/**
 * Tries the places in order and takes the first whose session may write, as libpq does with `target_session_attrs=read-write`
 * (PostgreSQL manual, 34.1.2): a standby is passed over, and so is a server that is set to read only.
 */
export const openWritable = async (
  places: readonly Place[],
  options: ConnectOptions,
): Promise<Result<WritableSession>> => {
  const reasons: string[] = [];
  for (const place of places) {
    const opened = await openOne(place, options);
    if (opened.ok) {
      return opened;
    }
    reasons.push(places.length === 1 ? opened.reason : `${place.called}: ${opened.reason}`);
  }
  return fail(reasons.join('; '));
};

const openOne = async (place: Place, options: ConnectOptions): Promise<Result<WritableSession>> => {
  const connection = await connect(place.uri, {...options, applicationName: 'ticketing'});
  if (!connection.ok) {
    return fail(connection.reason.message);
  }
  const asked = await rowsOf(
    connection.value,
    `select current_setting('transaction_read_only') as read_only, host(inet_server_addr()) as address`,
  );
  const [row] = asked.ok ? asked.value : [];
  if (row?.read_only === 'off') {
    const server = place.serverAt(row.address);
    const write = place.isShared ? atEachWrite(place, connection.value) : atOnce(server, connection.value);
    return succeed({connection: connection.value, server, write});
  }
  await connection.value.close();
  return fail(asked.ok ? 'the server takes no writes' : asked.reason.message);
};

const atOnce =
  (server: Site['name'], connection: Connection): WritableSession['write'] =>
  async (sql, values) => {
    const rows = await rowsOf(connection, sql, values);
    return rows.ok ? succeed({row: rows.value[0] ?? {}, server}) : rows;
  };
