/** Which account runs PostgreSQL servers: this one, or another one when this one is root, which PostgreSQL refuses. */
import {accessSync, constants, lchownSync, readFileSync, statSync} from 'node:fs';
import {execa} from 'execa';
import {fail, type Result, succeed} from '../base/result.ts';

export type ServerUser =
  | {readonly kind: 'self'; readonly name: string}
  | {
      readonly kind: 'account';
      readonly name: string;
      readonly uid: number;
      readonly gid: number;
      /** The program and its arguments that come before the command. */
      readonly prefix: readonly string[];
    };

export type Ran = {readonly stdout: string; readonly stderr: string};
export type Unran = {readonly exit: number | null; readonly output: string};

/** Accounts in order of preference: `postgres` has the supplementary groups that a cluster may need, `nobody` always exists. */
const accounts = ['postgres', 'nobody'];

/** Finds the account. Root without one, or without a program to become it, gets a sentence with a way out. */
export const findServerUser = (): Result<ServerUser> => {
  if (process.getuid?.() !== 0) {
    return succeed({kind: 'self', name: process.env.USER ?? 'this user'});
  }

  const passwd = readPasswd();
  const account = accounts.map(name => passwd.find(entry => entry.name === name)).find(entry => entry !== undefined);
  if (account === undefined) {
    return fail(
      'PostgreSQL refuses to run as root, and there is no account "postgres" or "nobody"; run as another user',
    );
  }

  return become(account);
};

/** The account that a directory belongs to, to run the server whose files are there; only root can be another one than it is. */
export const findOwner = (directory: string): Result<ServerUser> => {
  const {uid} = statSync(directory);
  if (uid === process.getuid?.()) {
    return uid === 0
      ? fail(`${directory} belongs to root, as which PostgreSQL refuses to run`)
      : succeed({kind: 'self', name: process.env.USER ?? 'this user'});
  }
  const account = readPasswd().find(entry => entry.uid === uid);
  if (process.getuid?.() !== 0) {
    return fail(
      `${directory} belongs to ${account?.name ?? `the account ${uid}`}; run this as that account, or as root`,
    );
  }
  return account === undefined
    ? fail(`${directory} belongs to the account ${uid}, which has no name on this host`)
    : become(account);
};

type Account = {readonly name: string; readonly uid: number; readonly gid: number};

const become = ({name, uid, gid}: Account): Result<ServerUser> => {
  // Not spawn's uid and gid: Node drops the supplementary groups, and a key that only a group may read is lost.
  const runuser = findProgram('runuser');
  const setpriv = findProgram('setpriv');
  if (runuser !== null) {
    return succeed({kind: 'account', name, uid, gid, prefix: [runuser, '-u', name, '--']});
  }
  if (setpriv !== null) {
    const drop = ['--reuid', name, '--regid', String(gid), '--init-groups', '--'];
    return succeed({kind: 'account', name, uid, gid, prefix: [setpriv, ...drop]});
  }
  return fail('PostgreSQL refuses to run as root, and neither runuser nor setpriv is installed; run as another user');
};

/** Runs a program to its end as that account, with nothing of our environment but the search path. */
export const runAs = async (
  user: ServerUser,
  command: readonly string[],
  {timeoutMs = 60_000} = {},
): Promise<Result<Ran, Unran>> => {
  const [program = '', ...args] = user.kind === 'account' ? [...user.prefix, ...command] : command;
  const done = await execa(program, args, {...surroundings(), reject: false, timeout: timeoutMs});
  const {stdout, stderr} = done;
  return done.failed
    ? fail({exit: done.exitCode ?? null, output: [stderr, stdout, done.shortMessage].find(text => text !== '') ?? ''})
    : succeed({stdout, stderr});
};

const surroundings = () =>
  ({
    // A directory that every account can enter; otherwise each command complains.
    cwd: '/',
    env: {PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', HOME: '/'},
    extendEnv: false,
    stdin: 'ignore',
  }) as const;

/** Runs a program and hands its output over line by line, however much it is; afterwards what it said on standard error. */
export async function* linesAs(
  user: ServerUser,
  command: readonly string[],
): AsyncGenerator<string, string, undefined> {
  const [program = '', ...args] = user.kind === 'account' ? [...user.prefix, ...command] : command;
  const running = execa(program, args, {...surroundings(), buffer: {stdout: false}, reject: false});
  yield* running.iterable({from: 'stdout'});
  return (await running).stderr;
}

/** Gives a file or directory to that account, where it is another one; of a link the link itself, and not what it leads to. */
export const giveTo = (user: ServerUser, path: string): void => {
  if (user.kind === 'account') {
    lchownSync(path, user.uid, user.gid);
  }
};

/** Whether the account can read it; asked by the account itself, because root can read everything. */
export const canRead = async (user: ServerUser, path: string): Promise<boolean> =>
  (await runAs(user, ['/bin/sh', '-c', 'test -r "$1" && { test ! -d "$1" || test -x "$1"; }', 'sh', path])).ok;

/** A program of the search path or of the places where administrators' programs are. */
export const findProgram = (name: string): string | null => {
  const places = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin', '/usr/bin', '/bin'];
  return places.map(place => `${place}/${name}`).find(isExecutable) ?? null;
};

/** Whether this user may run the file. */
export const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return path.startsWith('/');
  } catch {
    return false;
  }
};

const readPasswd = (): readonly Account[] => {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map(line => line.split(':'))
      .map(([name = '', , uid, gid]) => ({name, uid: Number(uid), gid: Number(gid)}));
  } catch {
    return [];
  }
};
