/** Whether a connection that was given leads to the cluster in the directory: a name or a port may lead elsewhere than one believes. */
import {type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type Hindrance, unsafe} from './hindrance.ts';
import type {InPlacePlan} from './plan.ts';

/** A server that does not answer is no contradiction: that is what brought us here. */
export const checkConnection = async (
  live: string | undefined,
  {directory, server}: InPlacePlan,
  identifier: string,
): Promise<Result<void, Hindrance>> => {
  if (live === undefined) {
    return succeed(undefined);
  }
  const rows = await withConnection(
    live,
    connection =>
      rowsOf(
        connection,
        `select (select setting from pg_settings where name = 'data_directory') as directory,
                (select system_identifier::text from pg_control_system()) as identifier`,
      ),
    {connectTimeoutMs: 5_000, statementTimeoutMs: 10_000},
  );
  const row = rows.ok ? rows.value[0] : undefined;
  if (row === undefined) {
    return succeed(undefined);
  }
  if (row.identifier !== identifier || (row.directory !== null && row.directory !== directory)) {
    return unsafe(
      `The connection leads to the cluster ${row.identifier} in ${row.directory ?? 'a directory that it does not tell'}, not to ${identifier} in ${directory}.`,
      'Give the connection of the cluster that is restored, or none.',
    );
  }
  return server.process === null
    ? unsafe(
        `A server answers that works in ${directory}, and none works there on this host: this is another host than its own.`,
        'Run this on the host of the server.',
      )
    : succeed(undefined);
};
