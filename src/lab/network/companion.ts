/** What runs beside the servers of a lab: started as another process, written down, ended with the lab. */
import {spawn} from 'node:child_process';
import {closeSync, openSync, readFileSync} from 'node:fs';
import {connect, type NetConnectOpts} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import {identify, isAlive, type ProcessIdentity} from '../../postgres/process-identity.ts';
import {findProgram, type ServerUser} from '../../postgres/server-user.ts';

export type CompanionName =
  | 'network'
  | 'dns'
  | 'pooler'
  | 'balancer'
  | 'receiver'
  | 'store-monitor'
  | 'store-disk'
  | 'store-gateway';

export type Companion = ProcessIdentity & {readonly name: CompanionName};

export type CompanionStart = {
  readonly name: CompanionName;
  readonly command: readonly string[];
  /** Whose process it is; this program's own account where none is given. */
  readonly user?: ServerUser;
  readonly logFile: string;
  /** Its own directory in the lab, by which it is found when its number was never written down. */
  readonly cwd: string;
  /** Whether it does its work; looked at until it does. */
  readonly isReady: () => Promise<boolean>;
  /** 15 s by default. */
  readonly readyWithinMs?: number;
};

/** Those of the object store. */
export const storePrograms: readonly string[] = ['ceph-mon', 'ceph-osd', 'radosgw'];

/** What the system calls them; the network is this program's own and is known by its number alone. */
export const companionPrograms: readonly string[] = [
  'named',
  'pgbouncer',
  'haproxy',
  'pg_receivewal',
  ...storePrograms,
];

const usuallyReadyWithinMs = 15_000;
const pollEveryMs = 15;

/** Starts it apart from this program, and waits until it does its work. The reason ends with the last line of its log. */
export const startCompanion = async (
  start: CompanionStart,
  onStarted: (companion: Companion) => void,
): Promise<Result<void>> => {
  const {name, command, user, logFile, cwd, readyWithinMs = usuallyReadyWithinMs} = start;
  const [program = '', ...words] = [...becoming(user), ...command];
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(program, words, {
    detached: true,
    cwd,
    env: {PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', HOME: '/'},
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  const own = child.pid === undefined ? null : identify(child.pid);
  if (own === null) {
    return fail(`the ${inWords[name]} of the lab does not start: ${lastLine(logFile)}`);
  }
  onStarted({name, ...own});
  for (const deadlineMs = performance.now() + readyWithinMs; performance.now() < deadlineMs; await delay(pollEveryMs)) {
    if (await start.isReady()) {
      return succeed(undefined);
    }
    if (!isAlive(own)) {
      return fail(`the ${inWords[name]} of the lab ended at once: ${lastLine(logFile)}`);
    }
  }
  return fail(
    `the ${inWords[name]} of the lab does not do its work within ${readyWithinMs / 1000} s: ${lastLine(logFile)}`,
  );
};

/** Whether somebody takes connections there. */
export const isListenedTo = (where: NetConnectOpts): Promise<boolean> =>
  new Promise(resolve => {
    const tried = connect(where);
    tried
      .once('error', () => resolve(false))
      .once('connect', () => {
        tried.destroy();
        resolve(true);
      });
  });

const inWords: {readonly [Name in CompanionName]: string} = {
  network: 'network',
  dns: 'name service',
  pooler: 'pooler',
  balancer: 'balancer',
  receiver: 'receiver of WAL',
  'store-monitor': "object store's monitor",
  'store-disk': "object store's disk",
  'store-gateway': "object store's gateway",
};

/** runuser would stay as its parent and be the process that is known; setpriv becomes the program. */
const becoming = (user: ServerUser | undefined): readonly string[] => {
  if (user?.kind !== 'account') {
    return [];
  }
  const setpriv = findProgram('setpriv');
  return setpriv === null
    ? user.prefix
    : [setpriv, '--reuid', user.name, '--regid', String(user.gid), '--init-groups', '--'];
};

const lastLine = (log: string): string => {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').at(-1) || 'it says nothing';
  } catch {
    return 'it says nothing';
  }
};
