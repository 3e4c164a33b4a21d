/** `command`: one program with its arguments, no shell. */
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {ResolvedAction} from '../engine/actions/runner.ts';
import {libpqConnection} from './libpq.ts';
import type {Program} from './program.ts';
import type {SpoolFiles} from './spool.ts';

type CommandAction = Extract<ResolvedAction, {readonly kind: 'command'}>;

export type CommandContext = {
  /** What `lifeboat` as a program stands for: this very program, whatever the PATH says. */
  readonly self: readonly string[];
  /** The role where a connection names none. */
  readonly user: string;
  readonly files: SpoolFiles;
};

/** The program of a command; a connection becomes libpq's variables and a password file. */
export const commandProgram = (action: CommandAction, {self, user, files}: CommandContext): Result<Program> => {
  const [name, ...args] = action.argv;
  if (name === undefined || name === '') {
    return fail('the command has no program: its first word is empty');
  }
  const program: Program = {
    // On another host it is whatever goes by that name there.
    ...(name === 'lifeboat' && action.on === undefined ? {argv: [...self, ...args], name} : {argv: action.argv}),
    env: action.env,
    files: [],
    ...(action.cwd !== undefined && {cwd: action.cwd}),
    ...(action.stdin !== undefined && {stdin: action.stdin}),
  };
  if (action.connection === undefined) {
    return succeed(program);
  }
  const libpq = libpqConnection(action.connection, user);
  if (!libpq.ok) {
    return libpq;
  }
  const {env, passfile} = libpq.value;
  return succeed(
    passfile === undefined
      ? {...program, env: {...env, ...action.env}}
      : {
          ...program,
          env: {...env, PGPASSFILE: files.passfile, ...action.env},
          files: [{path: files.passfile, text: passfile, mode: 0o600}],
        },
  );
};
