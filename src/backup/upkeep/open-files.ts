/** Which files some process of this host has open: to move one of those would take away what is still written into it. */
import {readdirSync, readFileSync, type Stats, statSync} from 'node:fs';

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
  for (const path of heldByTheSystem()) {
    addFile(path, open);
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
    addFile(`${directory}/${name}`, open);
  }
  return true;
};

const addFile = (path: string, open: Set<string>): void => {
  try {
    open.add(keyOf(statSync(path)));
  } catch {
    // Closed since.
  }
};

/** Behind loop devices and in use for swapping: no process has those open, and the system itself writes into them (proc manual; Linux, sysfs-block-loop). */
const heldByTheSystem = (): readonly string[] => [
  ...namesIn('/sys/block')
    .map(name => textOf(`/sys/block/${name}/loop/backing_file`).trimEnd())
    .filter(Boolean),
  ...textOf('/proc/swaps')
    .split('\n')
    .slice(1)
    .map(line => line.split(/\s/, 1)[0] ?? '')
    .filter(Boolean)
    // Spaces in a name are written as numbers.
    .map(name => name.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)))),
];

const namesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const isGone = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ESRCH');
