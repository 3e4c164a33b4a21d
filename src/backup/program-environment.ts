/** What a client program of PostgreSQL finds in its environment, and where it reads its password. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {giveTo, type ServerUser} from '../postgres/server-user.ts';
import {type ConnectionTarget, libpqEnvironment} from '../postgres/uri.ts';

/**
 * A password stands in a file of that room for that account alone, never in an argument or in the environment. The room is the
 * caller's, private, and goes with the program. Throws what the file system throws.
 */
export const programEnvironment = (
  target: ConnectionTarget,
  {room, user}: {readonly room: string; readonly user: ServerUser},
): Readonly<Record<string, string>> => {
  const {variables, passwordLine} = libpqEnvironment(target);
  const file = join(room, `password-of-${encodeURIComponent(target.database)}`);
  if (passwordLine !== null) {
    writeFileSync(file, `${passwordLine}\n`, {mode: 0o600});
    giveTo(user, file);
  }
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    LC_ALL: 'C',
    HOME: '/',
    ...variables,
    ...(passwordLine !== null && {PGPASSFILE: file}),
  };
};
