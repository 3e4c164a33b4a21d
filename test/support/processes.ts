/** Programs that a test has started, directly or by way of another, found again by the folder that the test works in. */
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';

/** Programs of steps outlive the program on purpose; those of a test are known by its folder in their environment. */
export const endProcessesOf = (directory: string): void => {
  for (const pid of processesOf(directory)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
};

/** Processes that have to do with the folder, the oldest first: by their arguments, environment, folder or open files. */
export const processesOf = (directory: string): readonly number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter(pid => Number.isInteger(pid) && pid !== process.pid)
    .filter(pid => tracesOf(pid).includes(directory))
    .sort((a, b) => a - b);

const tracesOf = (pid: number): string => {
  const fds = namesIn(`/proc/${pid}/fd`).map(fd => linkOf(`/proc/${pid}/fd/${fd}`));
  const folder = linkOf(`/proc/${pid}/cwd`);
  return [contentOf(`/proc/${pid}/cmdline`), contentOf(`/proc/${pid}/environ`), folder, ...fds].join('\0');
};

const namesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

const linkOf = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

/** What a file holds by now; nothing where there is none or it may not be read. */
export const contentOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
