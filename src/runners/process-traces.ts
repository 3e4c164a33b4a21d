/** What a running process shows of where it comes from: its name, its environment, the files that it has open. */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {showForeignLine} from '../base/foreign-text.ts';

/** As the system lists it, made harmless. */
export const processName = (pid: number): string => {
  try {
    return showForeignLine(readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd());
  } catch {
    return 'a process';
  }
};

/** A variable as the process was started with it; `undefined` where it has none, is gone, or is another user's. */
export const variableOf = (pid: number, name: string): string | undefined => {
  try {
    const env = `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`;
    const from = env.indexOf(`\0${name}=`);
    return from === -1 ? undefined : env.slice(from + name.length + 2).split('\0', 1)[0];
  } catch {
    return undefined;
  }
};

/** One name for one file, by whatever path; `undefined` where there is none. */
export const fileKey = (path: string): string | undefined => {
  try {
    const {dev, ino} = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
};

/** Whether the process has one of these files open, for writing where that is asked for: who only reads looks at what was printed. */
export const hasOpen = (
  pid: number,
  keys: ReadonlySet<string>,
  {forWriting}: {readonly forWriting: boolean},
): boolean => {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(
      fd => keys.has(fileKey(`/proc/${pid}/fd/${fd}`) ?? '') && (!forWriting || isForWriting(pid, fd)),
    );
  } catch {
    return false;
  }
};

/** The last two bits of the flags: O_WRONLY is 1, O_RDWR is 2. */
const isForWriting = (pid: number, fd: string): boolean => {
  const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1'))?.[1] ?? '0';
  return (Number.parseInt(flags, 8) & 3) !== 0;
};
