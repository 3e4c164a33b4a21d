/** A balancer in front of the servers: HAProxy, whose one server can be given another address while it runs. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {giveTo} from '../../postgres/server-user.ts';
import {wireAddress} from './addresses.ts';
import {type Companion, isListenedTo, startCompanion} from './companion.ts';
import type {FrontGrounds} from './front.ts';
import type {Balancer} from './network.ts';

/** As it is called in its runtime API: `set server pg/active addr ADDRESS port PORT`. */
export const balancedServer = 'pg/active';

/** Starts it; it leads to the primary. Throws what the file system throws. */
export const startBalancer = async (
  balancer: Balancer,
  grounds: FrontGrounds,
  onStarted: (companion: Companion) => void,
): Promise<Result<void>> => {
  const {user} = grounds.tools;
  const program = await findTool('haproxy');
  if (!program.ok) {
    return fail(`${program.reason.sentence}; ${program.reason.install}`);
  }
  mkdirSync(balancer.directory, {mode: 0o700});
  writeFileSync(balancer.config, configText(balancer, grounds), {mode: 0o600});
  giveTo(user, balancer.directory);
  giveTo(user, balancer.config);
  return startCompanion(
    {
      name: 'balancer',
      command: [program.value.path, '-db', '-f', balancer.config],
      user,
      logFile: join(balancer.directory, 'haproxy.log'),
      cwd: balancer.directory,
      isReady: () => isListenedTo({path: balancer.socket}),
    },
    onStarted,
  );
};

/**
 * Without checks of its own: it would mark a server as down and then not forward to it for a while after it is back. Whom it
 * leads to is decided by whoever has its socket.
 */
const configText = ({address, port, socket}: Balancer, {plan}: FrontGrounds): string => {
  const [proxy, server] = balancedServer.split('/');
  return `global
  stats socket ${socket} mode 600 level admin
  maxconn 500
defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
  retries 0
listen ${proxy}
  bind ${address}:${port}
  server ${server} ${wireAddress(plan, 'primary')}:${port}
`;
};
