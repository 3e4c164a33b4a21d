/** Carries all that is in one database into an empty one, by pg_dump and pg_restore, one into the other without a file between. */
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {fail, type Result, succeed} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';
import type {ConnectionTarget} from '../../postgres/uri.ts';
import {programEnvironment} from '../program-environment.ts';

export type Carrying = {
  readonly from: ConnectionTarget;
  readonly into: ConnectionTarget;
  readonly major: number;
  /** Who may reach both: the side instance's socket is closed to everybody but the account that runs it. */
  readonly user: ServerUser;
};

/** Where the two programs are; a reason with the way out where one is missing. */
export const findCarriers = async (
  major: number,
): Promise<Result<{readonly dump: string; readonly restore: string}>> => {
  const dump = await findTool('pg_dump', {major});
  const restore = await findTool('pg_restore', {major});
  const missing = [dump, restore].flatMap(one => (one.ok ? [] : [one.reason]));
  return dump.ok && restore.ok
    ? succeed({dump: dump.value.path, restore: restore.value.path})
    : fail(
        `${missing.map(({sentence}) => sentence).join('; ')} ${missing[0]?.install ?? ''}, or restore the whole cluster in place`,
      );
};

/** Their exit codes are no proof: what came over is compared afterwards. */
export const carryDatabase = async ({from, into, major, user}: Carrying): Promise<Result<void>> => {
  const carriers = await findCarriers(major);
  if (!carriers.ok) {
    return carriers;
  }
  const room = mkdtempSync(join(tmpdir(), 'lifeboat-carry-'));
  try {
    chmodSync(room, 0o700);
    giveTo(user, room);
    const [program, ...args] = asAccount(user, [carriers.value.dump, '--format=custom', '--compress=0']);
    const [reader, ...readerArgs] = asAccount(user, [
      carriers.value.restore,
      '--exit-on-error',
      `--dbname=${into.database}`,
    ]);
    const dumping = execa(program, args, {...surroundings, env: programEnvironment(from, {room, user})});
    const restoring = dumping.pipe(reader, readerArgs, {...surroundings, env: programEnvironment(into, {room, user})});
    const [dumped, restored] = await Promise.all([dumping, restoring]);
    const complaint = [dumped, restored].find(({failed}) => failed)?.stderr;
    return complaint === undefined
      ? succeed(undefined)
      : fail(`the database cannot be carried over: ${String(complaint).trim().split('\n').at(-1) ?? ''}`);
  } finally {
    rmSync(room, {recursive: true, force: true});
  }
};

// What the dump writes goes to the other program alone.
const surroundings = {extendEnv: false, cwd: '/', reject: false, buffer: {stdout: false}} as const;

const asAccount = (user: ServerUser, command: readonly [string, ...string[]]): readonly [string, ...string[]] => {
  const [first, ...more] = user.kind === 'account' ? user.prefix : [];
  return first === undefined ? command : [first, ...more, ...command];
};
