/** A connection as libpq's own programs take it: variables, and the text of a password file. */
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {libpqEnvironment, parseConnection} from '../postgres/uri.ts';

export type LibpqConnection = {
  readonly env: {readonly [name: string]: string};
  /** Text of a password file (0600) that PGPASSFILE is to name; none where the connection has no password. */
  readonly passfile: string | undefined;
};

/** Takes a connection apart for psql, pg_dump and their kin. The reason of a failure never repeats it. */
export const libpqConnection = (connection: string, user: string): Result<LibpqConnection> => {
  const target = parseConnection(connection, {user});
  if (!target.ok) {
    return target;
  }
  const {host, port, user: role, password} = target.value;
  const {variables} = libpqEnvironment(target.value);
  if (password === undefined) {
    return succeed({env: variables, passfile: undefined});
  }
  if ([host, role, password].some(field => /[\n\r]/.test(field))) {
    return fail('the connection has a line break in its host, user or password, which no password file can hold');
  }
  // libpq looks for `localhost` when it connects through its default socket directory, and pg_dumpall and createdb go
  // to other databases of the same server; any other host that the arguments name never sees the password.
  const hosts = host.startsWith('/') ? [host, 'localhost'] : [host];
  const lines = hosts.map(
    name => `${[name, String(port)].map(escaped).join(':')}:*:${escaped(role)}:${escaped(password)}\n`,
  );
  return succeed({env: variables, passfile: lines.join('')});
};

const escaped = (field: string): string => field.replaceAll(/[\\:]/g, String.raw`\$&`);
