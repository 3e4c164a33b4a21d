/** Programs as an account that owns nothing here and sees no more of others than anybody: only root can start them. */
import {spawnSync} from 'node:child_process';

const before = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** Whether there are any, and they may read the sources. */
export const canBeAnother = (file: string): boolean =>
  process.getuid?.() === 0 && asAnother(['test', '-r', file, '-a', '-x', process.execPath]).code === 0;

export const asAnother = (
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): {readonly code: number | null; readonly stdout: string; readonly stderr: string} => {
  const [program = '', ...args] = [...before, ...words];
  const {status, stdout, stderr} = spawnSync(program, args, {encoding: 'utf8', cwd: '/', env});
  return {code: status, stdout, stderr};
};
