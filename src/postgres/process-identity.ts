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

/**
 * The same of other programs, by the names that the system knows them by: at most 15 characters. A directory is told by its
 * device and inode: a server in a container works in the same one by another path, and one of the same path may be another.
 */
export const programsIn = (directory: string, programs: readonly string[]): readonly ProcessIdentity[] | null =>
  isLinux()
    ? processesCalled(programs)
        .filter(pid => isInside(pid, directory))
        .map(pid => identify(Number(pid)))
        .filter(found => found !== null)
    : null;

/**
 * Whether a server runs that may work in the directory, and of which the system does not tell us where it works. Only those of
 * the account that owns the directory: no other one can serve it (PostgreSQL, miscinit.c, checkDataDir). Of a directory that is
 * gone nobody knows the account, so any may.
 */
export const mayHideServers = (directory: string): boolean => {
  const owner = statOf(directory)?.uid;
  return (
    isLinux() &&
    processesCalled(['postgres']).some(
      pid =>
        (owner === undefined || statOf(`/proc/${pid}`)?.uid === owner) &&
        isForbidden(`/proc/${pid}/cwd`) &&
        identify(Number(pid)) !== null,
    )
  );
};

/** Number of the namespace of processes that a system begins with (Linux, proc_ns.h, PROC_PID_INIT_INO). */
const firstNamespace = 'pid:[4026531836]';

/**
 * Whether processes may run on this host that are not shown here at all: here is a container, or the system shows each account
 * its own processes only.
 */
export const seesOnlySome = (): boolean => {
  if (!isLinux()) {
    return false;
  }
  try {
    return readlinkSync('/proc/self/ns/pid') !== firstNamespace || readStat(1) === null;
  } catch {
    return true;
  }
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

/** Those of a standby that take WAL from its primary; null where the system does not tell. */
export const receiversIn = (directory: string): readonly ProcessIdentity[] | null =>
  serversIn(directory)?.filter(({pid}) => /^postgres: .*\bwalreceiver\b/.test(readTitle(pid) ?? '')) ?? null;

/** The program's name, which may itself hold brackets. */
const parseName = (stat: string): string => stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));

/** Whether that process works in that very directory; true where the system does not tell. */
export const worksIn = (pid: number, directory: string): boolean =>
  isLinux() ? isSame(statOf(`/proc/${pid}/cwd`), statOf(directory)) : true;

const processesCalled = (programs: readonly string[]): readonly string[] =>
  readdirSync('/proc').filter(name => /^\d+$/.test(name) && programs.includes(parseName(readStat(Number(name)) ?? '')));

/** In the directory itself, or by its path below it; of one that was removed only the path is left. */
const isInside = (pid: string, directory: string): boolean => {
  const working = statOf(`/proc/${pid}/cwd`);
  if (isSame(working, statOf(directory))) {
    return true;
  }
  const path = workingDirectory(pid);
  if (path === null || (path.name !== directory && !path.name.startsWith(`${directory}/`))) {
    return false;
  }
  return path.isRemoved || isSame(working, statOf(path.name));
};

const isSame = (one: Stats | null, other: Stats | null): boolean =>
  one !== null && other !== null && one.dev === other.dev && one.ino === other.ino;

/** The system follows this link also into the file systems of a container. */
const statOf = (path: string): Stats | null => {
  try {
    return statSync(path, {throwIfNoEntry: false}) ?? null;
  } catch {
    return null;
  }
};

/** Not merely gone: one that is just ending has no working directory any more. */
const isForbidden = (path: string): boolean => {
  try {
    statSync(path, {throwIfNoEntry: false});
    return false;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EACCES';
  }
};

const workingDirectory = (pid: string): {readonly name: string; readonly isRemoved: boolean} | null => {
  try {
    const name = readlinkSync(`/proc/${pid}/cwd`);
    return {name: name.replace(/ \(deleted\)$/, ''), isRemoved: name.endsWith(' (deleted)')};
  } catch {
    return null;
  }
};

const readStat = (pid: number): string | null => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
};

const readTitle = (pid: number): string | null => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
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
