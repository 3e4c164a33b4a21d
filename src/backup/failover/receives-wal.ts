/** Whether the server of a directory is the one that streams by a slot: its own word, besides that of its primary. */
import {withConnection} from '../../postgres/connect.ts';
import {findServer} from '../../postgres/found-server.ts';
import {receiversIn} from '../../postgres/process-identity.ts';
import {rowsOf} from '../../postgres/query.ts';
import {formatConnection, parseConnection} from '../../postgres/uri.ts';

/**
 * Asked by its socket, as the role that the primary knows. Where it does not let us in, as peer authentication does with
 * another account, that its receiver runs must do: a slot serves one server alone.
 */
export const receivesWal = async (directory: string, primary: string, slot: string): Promise<boolean> => {
  const {socket} = findServer(directory);
  const target = parseConnection(primary);
  if (socket !== null && target.ok) {
    const {user, password, database} = target.value;
    const local = {host: socket.directory, port: socket.port, user, database, options: {}};
    const rows = await withConnection(
      formatConnection({...local, ...(password !== undefined && {password})}),
      connection =>
        rowsOf(
          connection,
          'select pg_is_in_recovery() and exists (select from pg_stat_wal_receiver where slot_name = $1) as receives',
          [slot],
        ),
      {connectTimeoutMs: 5_000, statementTimeoutMs: 10_000},
    );
    if (rows.ok) {
      return rows.value[0]?.receives === true;
    }
  }
  return receiversIn(directory)?.length !== 0;
};
