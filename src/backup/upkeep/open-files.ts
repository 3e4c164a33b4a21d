/** Which files some process of this host has open: to move one of those would take away what is still written into it. */
import {readdirSync, type Stats, statSync} from 'node:fs';

export type OpenFiles = {
  /** Null where the system does not tell of each process, so that nothing can be said. */
  readonly holds: (file: Stats) => boolean | null;
};

/** As the system tells now; root sees every process, another account its own alone. */
export const lookAtOpenFiles = (): OpenFiles => {
  const open = new Set<string>();
  let isWhole = true;
  try {
    const processes = readdirSync('/proc').filter(name => /^\d+$/.test(name));
    // Mounted with hidepid, the system shows each account its own alone, and does not say so (proc manual).
    isWhole = processes.includes('1');
    for (const pid of processes) {
      isWhole = addOpen(`/proc/${pid}/fd`, open) && isWhole;
    }
  } catch {
    isWhole = false;
  }
  return {holds: file => (open.has(keyOf(file)) ? true : isWhole ? false : null)};
};

const keyOf = ({dev, ino}: Stats): string => `${dev}:${ino}`;

/** Whether all of them could be seen; a process that has ended meanwhile has none. */
const addOpen = (directory: string, open: Set<string>): boolean => {
  let names: readonly string[];
  try {
    names = readdirSync(directory);
  } catch (thrown) {
    return isGone(thrown);
  }
  for (const name of names) {
    try {
      open.add(keyOf(statSync(`${directory}/${name}`)));
    } catch {
      // Closed since.
    }
  }
  return true;
};

const isGone = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ESRCH');
