/** A session of the application on the server that takes writes, found as clients with a list of hosts find it. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, connect} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {ConnectionTarget} from '../../postgres/uri.ts';
import type {Site} from '../sites/site.ts';

export type WritableSession = {readonly connection: Connection; readonly server: Site['name']};

/** A server, and how the application comes to it. */
export type Way = {readonly name: Site['name']; readonly to: string | ConnectionTarget};

/** A server that hangs must not keep the application from the next one. */
const connectTimeoutMs = 2_000;
const statementTimeoutMs = 30_000;

/**
 * Tries the hosts in order and takes the first whose session may write, as libpq does with `target_session_attrs=read-write`
 * (PostgreSQL manual, 34.1.2): a standby is passed over, and so is a server that is set to read only.
 */
export const openWritable = async (hosts: readonly Way[]): Promise<Result<WritableSession>> => {
  const reasons: string[] = [];
  for (const {name, to} of hosts) {
    const opened = await openOne(to);
    if (opened.ok) {
      return succeed({connection: opened.value, server: name});
    }
    reasons.push(hosts.length === 1 ? opened.reason : `${name}: ${opened.reason}`);
  }
  return fail(reasons.join('; '));
};

const openOne = async (to: Way['to']): Promise<Result<Connection>> => {
  const connection = await connect(to, {connectTimeoutMs, statementTimeoutMs, applicationName: 'ticketing'});
  if (!connection.ok) {
    return fail(connection.reason.message);
  }
  const asked = await rowsOf(connection.value, `select current_setting('transaction_read_only') as read_only`);
  if (asked.ok && asked.value[0]?.read_only === 'off') {
    return succeed(connection.value);
  }
  await connection.value.close();
  return fail(asked.ok ? 'the server takes no writes' : asked.reason.message);
};
