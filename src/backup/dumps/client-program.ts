/** Runs one of PostgreSQL's own client programs against a database, with what it may read on its standard input. */
import {randomBytes} from 'node:crypto';
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {fail, type Result, succeed} from '../../base/result.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';
import type {ConnectionTarget} from '../../postgres/uri.ts';
import {programEnvironment} from '../program-environment.ts';

export type ClientProgram = {
  readonly command: readonly string[];
  readonly target: ConnectionTarget;
  /** Who may reach it: a socket may be closed to everybody but the account that runs the server. */
  readonly user: ServerUser;
  readonly input?: AsyncIterable<Buffer>;
};

/** The first complaint where it failed: what follows it follows from it. Its exit code is no proof that it did anything. */
export const runClient = async ({command, target, user, input}: ClientProgram): Promise<Result<void>> => {
  const room = mkdtempSync(join(tmpdir(), 'lifeboat-client-'));
  try {
    chmodSync(room, 0o700);
    giveTo(user, room);
    const [program = '', ...args] = [...(user.kind === 'account' ? user.prefix : []), ...command];
    const {failed, stderr, shortMessage} = await execa(program, args, {
      cwd: '/',
      env: programEnvironment(target, {room, user}),
      extendEnv: false,
      reject: false,
      buffer: {stdout: false},
      stdout: 'ignore',
      stdin: input ?? 'ignore',
    });
    return failed ? fail(complaintIn(stderr) ?? shortMessage ?? 'it failed and said nothing') : succeed(undefined);
  } catch (thrown) {
    return fail(thrown instanceof Error ? thrown.message : String(thrown));
  } finally {
    rmSync(room, {recursive: true, force: true});
  }
};

const complaintIn = (stderr: string): string | undefined => {
  const lines = stderr.trim().split('\n');
  return lines.find(line => /\b(?:ERROR|FATAL|error):/.test(line)) ?? lines.findLast(line => line !== '');
};

/** Minor versions from which psql knows \restrict, by major (release notes of 2025-08-14, CVE-2025-8714). */
const restrictsFrom: Readonly<Record<number, number>> = {13: 22, 14: 19, 15: 14, 16: 10, 17: 6};

/**
 * What psql is given first, so that no command of its own runs that stands in a dump (`\!` starts a program); empty where
 * psql is too old to know it.
 */
export const guardFor = (psqlVersion: string | null): string => {
  const [, major = 0, minor = 0] = (/^(\d+)(?:\.(\d+))?/.exec(psqlVersion ?? '') ?? []).map(Number);
  const isKnown = major >= 18 || minor >= (restrictsFrom[major] ?? Number.POSITIVE_INFINITY);
  return isKnown ? `\\restrict ${randomBytes(32).toString('hex')}\n` : '';
};
