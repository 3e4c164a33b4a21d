/** The WAL of the primary at the second site, as it is written: pg_receivewal, with a slot of its own. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {ServerTools} from '../../postgres/server.ts';
import {giveTo, runAs} from '../../postgres/server-user.ts';
import type {Accounts} from '../accounts/accounts.ts';
import {passwordOf, writePasswordFile} from '../accounts/password-file.ts';
import {replicationRole} from '../accounts/roles.ts';
import {wireAddress} from './addresses.ts';
import {type Companion, startCompanion} from './companion.ts';
import type {LabNetwork} from './network.ts';

/** As the primary knows it, also in `pg_stat_replication`. */
const receiverName = 'received_wal';

type Grounds = {
  readonly directory: string;
  readonly tools: ServerTools;
  readonly network: LabNetwork;
  /** The primary's console. */
  readonly primary: string;
  readonly accounts: Accounts | null;
};

/** Starts it, and waits until the primary sends to it. Throws what the file system throws. */
export const startReceiver = async (
  {directory, tools, network, primary, accounts}: Grounds,
  to: string,
  onStarted: (companion: Companion) => void,
): Promise<Result<void>> => {
  const program = await findTool('pg_receivewal', {major: tools.binaries.major});
  if (!program.ok) {
    return fail(`${program.reason.sentence}; ${program.reason.install}`);
  }
  mkdirSync(to, {mode: 0o700});
  giveTo(tools.user, to);
  const {plan} = network;
  // Through the wire: what cuts clients off cuts it off, too.
  const passfile = join(directory, 'received.pass');
  const password = accounts === null ? null : passwordOf(accounts.passwordFile, replicationRole);
  writePasswordFile(passfile, password === null ? [] : [{role: replicationRole, password}]);
  giveTo(tools.user, passfile);
  const user = accounts === null ? 'postgres' : replicationRole;
  const place = `host=${wireAddress(plan, 'primary')} port=${plan.port} application_name=${receiverName}`;
  const from = `${place} user=${user} passfile='${passfile}'`;
  const command = [program.value.path, '-d', from, '-D', to, `--slot=${receiverName}`];
  const made = await runAs(tools.user, [...command, '--create-slot', '--if-not-exists']);
  if (!made.ok) {
    return fail(`pg_receivewal cannot make its slot: ${made.reason.output}`);
  }
  return startCompanion(
    {
      name: 'receiver',
      // It tells the primary at once what it has flushed, and flushes at once what it is told.
      command: [...command, '--synchronous', '--no-password'],
      user: tools.user,
      logFile: join(directory, 'log', 'receiver.log'),
      cwd: to,
      isReady: () => isServed(primary),
    },
    onStarted,
  );
};

/** A primary that nobody writes to sends nothing, so a file is no sign. */
const isServed = async (primary: string): Promise<boolean> => {
  const seen = await withConnection(primary, connection =>
    rowsOf(connection, `select from pg_stat_replication where application_name = $1 and state = 'streaming'`, [
      receiverName,
    ]),
  );
  return seen.ok && seen.value.length > 0;
};
