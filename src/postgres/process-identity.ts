/** A process that can be recognised later: its number is reused, its number with its start time is not. */
import {readdirSync, readFileSync, readlinkSync, type Stats, statSync} from 'node:fs';

export type ProcessIdentity = {readonly pid: number; readonly startTicks: string};

/**
 * The start time in `/proc/PID/stat`, field 22, in clock ticks since boot. Counted after the last `)`, because the
 * program's name stands before it in parentheses and may itself hold spaces and parentheses.
 */
export const parseStartTicks = (stat: string): string | null => statField(stat, 22);

/** `Z` for a process that has ended and waits for its parent; PostgreSQL's servers linger so in containers without init. */
export const parseState = (stat: string): string | null => statField(stat, 3);

/** Who has this number now, or null when nobody does. Where there is no /proc the start time is empty. */
export const identify = (pid: number): ProcessIdentity | null => {
  const stat = readStat(pid);
  if (stat !== null) {
    const startTicks = parseStartTicks(stat);
    return startTicks === null || parseState(stat) === 'Z' ? null : {pid, startTicks};
  }
  return isLinux() ? null : identifyBySignal(pid);
};

/** Whether that very process still runs. */
export const isAlive = ({pid, startTicks}: ProcessIdentity): boolean => identify(pid)?.startTicks === startTicks;

/**
 * PostgreSQL processes whose working directory is inside, as a server's always is; null where the system does not tell.
 * Only those: a person may stand in the directory with a shell, and must not be ended with the servers.
 */
export const serversIn = (directory: string): readonly ProcessIdentity[] | null => programsIn(directory, ['postgres']);

/** The same of other programs, by the names that the system knows them by: at most 15 characters. */
export const programsIn = (directory: string, programs: readonly string[]): readonly ProcessIdentity[] | null => {
  if (!isLinux()) {
    return null;
  }
  return pidsOf(programs)
    .filter(pid => isInside(workingDirectory(pid), directory) || worksIn(pid, directory))
    .map(identify)
    .filter(found => found !== null);
};

const pidsOf = (programs: readonly string[]): readonly number[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => programs.includes(parseName(readStat(pid) ?? '')));

/**
 * Whether a PostgreSQL process is there that the system does not let us place, and that may work in this directory: such as one of
 * another account. A server only works in a directory of its own account (PostgreSQL manual, 18.2).
 */
export const hidesServers = (directory: string): boolean => {
  const owner = fileOf(directory)?.uid;
  return isLinux() && pidsOf(['postgres']).some(pid => isHidden(pid) && accountOf(pid) === owner);
};

/** One that has ended meanwhile has no working directory either, and hides nothing. */
const isHidden = (pid: number): boolean => {
  try {
    readlinkSync(`/proc/${pid}/cwd`);
    return false;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && (thrown.code === 'EACCES' || thrown.code === 'EPERM');
  }
};

const accountOf = (pid: number): number | undefined => {
  const [, uid] = /^Uid:\s+\d+\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? '') ?? [];
  return uid === undefined ? undefined : Number(uid);
};

/**
 * Servers at work in a data directory, whatever postmaster.pid says or whether it is there; null where the system does not
 * tell. What a killed server leaves calls itself `postgres: …` and is none.
 */
export const postmastersIn = (directory: string): readonly ProcessIdentity[] | null =>
  serversIn(directory)?.filter(({pid}) => {
    const title = readTitle(pid);
    return title !== null && title !== '' && !title.startsWith('postgres: ');
  }) ?? null;

/** Those of a server that send WAL to standbys; a server that stops waits for each of them. */
export const walSendersIn = (directory: string): readonly ProcessIdentity[] =>
  serversIn(directory)?.filter(({pid}) => /^postgres: .*\bwalsender\b/.test(readTitle(pid) ?? '')) ?? [];

/** The program's name, which may itself hold brackets. */
const parseName = (stat: string): string => stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));

/**
 * Whether that process works in that very directory; true where the system does not tell. By the directory itself and not by its
 * name: a server in a container has it under another one.
 */
export const worksIn = (pid: number, directory: string): boolean => {
  if (!isLinux()) {
    return true;
  }
  const [working, meant] = [fileOf(`/proc/${pid}/cwd`), fileOf(directory)];
  return working !== null && meant !== null && working.dev === meant.dev && working.ino === meant.ino;
};

const fileOf = (path: string): Stats | null => {
  try {
    return statSync(path);
  } catch {
    return null;
  }
};

const isInside = (path: string | null, directory: string): boolean =>
  path !== null && (path === directory || path.startsWith(`${directory}/`));

const workingDirectory = (pid: number): string | null => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '');
  } catch {
    return null;
  }
};

const readStat = (pid: number): string | null => read(`/proc/${pid}/stat`);

const readTitle = (pid: number): string | null => read(`/proc/${pid}/cmdline`);

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const statField = (stat: string, field: number): string | null => {
  const afterName = stat.lastIndexOf(')');
  // After the name comes field 3.
  return afterName === -1 ? null : (stat.slice(afterName + 2).split(' ')[field - 3] ?? null);
};

const isLinux = (): boolean => process.platform === 'linux';

const identifyBySignal = (pid: number): ProcessIdentity | null => {
  try {
    process.kill(pid, 0);
    return {pid, startTicks: ''};
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM' ? {pid, startTicks: ''} : null;
  }
};
