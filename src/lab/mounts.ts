/** File systems that a fault has mounted in the directory of a lab, so that one of its disks could be full. */
import {readFileSync} from 'node:fs';
import {execa} from 'execa';
import {fail, type Result, succeed} from '../base/result.ts';
import {findProgram} from '../postgres/server-user.ts';

/** Takes them off, the innermost first; where the system tells of none there is nothing to do. */
export const unmountInside = async (directory: string): Promise<Result<void>> => {
  for (const place of mountedInside(directory, readMounts())) {
    const done = await execa(findProgram('umount') ?? 'umount', [place], {reject: false, timeout: 30_000});
    if (done.failed) {
      return fail(`the file system at ${place} cannot be taken off: ${done.stderr || done.shortMessage}`);
    }
  }
  return succeed(undefined);
};

/** Mount points below a directory by the lines of `/proc/self/mountinfo`, the innermost first (proc manual, proc_pid_mountinfo). */
export const mountedInside = (directory: string, mountinfo: string): readonly string[] =>
  mountinfo
    .split('\n')
    .map(line => unescaped(line.split(' ')[4] ?? ''))
    .filter(place => place.startsWith(`${directory}/`))
    .reverse();

/** Blanks, tabs, line feeds and backslashes stand there in octal. */
const unescaped = (place: string): string =>
  place.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

const readMounts = (): string => {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
};
