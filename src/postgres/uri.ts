/** Where a database is: a PostgreSQL URI or libpq's `key=value` text, taken apart once at the edge. */
import {fail, type Result, succeed} from '../base/result.ts';

export type ConnectionTarget = {
  /** A name, an address, or the directory of a unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string;
  /** Everything else that was given, such as `sslmode`, in libpq's words. */
  readonly options: Readonly<Record<string, string>>;
};

/** What counts when the text is silent; libpq would ask the environment and the operating system. */
export type TargetFallback = {readonly user?: string; readonly host?: string};

const example = 'write it like postgres://user@host:5432/database';

/** Reads a connection text. The reason never repeats the text, because a password may be in it. */
export const parseConnection = (text: string, fallback: TargetFallback = {}): Result<ConnectionTarget> => {
  const trimmed = text.trim();
  if (trimmed === '') {
    return fail(`the connection string is empty; ${example}`);
  }

  const words = /^postgres(ql)?:\/\//.test(trimmed) ? fromUri(trimmed) : fromPairs(trimmed);
  if (!words.ok) {
    return words;
  }
  // The protocol ends each word with one: what follows it would be read as a setting of its own.
  return Object.values(words.value).some(word => word.includes('\0'))
    ? fail(`the connection string has a zero byte (%00) in it; ${example}`)
    : assemble(words.value, fallback);
};

/** The target for people and logs: no password, no options. */
export const displayTarget = ({host, port, user, database}: ConnectionTarget): string => {
  const place = host.startsWith('/') ? `${host}:${port}` : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return `${database} at ${place} as ${user}`;
};

/** The target as a URI again, without its password unless asked for. */
export const formatConnection = (target: ConnectionTarget, {withPassword = false} = {}): string => {
  const secret = withPassword && target.password !== undefined ? `:${encodeURIComponent(target.password)}` : '';
  const isSocket = target.host.startsWith('/');
  const host = target.host.includes(':') ? `[${target.host}]` : encodeURIComponent(target.host);
  const query = new URLSearchParams({
    ...(isSocket && {host: target.host, port: String(target.port)}),
    ...target.options,
  });
  const place = isSocket ? '' : `${host}:${target.port}`;
  const tail = query.size === 0 ? '' : `?${query.toString().replaceAll('%2F', '/')}`;
  return `postgres://${encodeURIComponent(target.user)}${secret}@${place}/${encodeURIComponent(target.database)}${tail}`;
};

/** What libpq's own programs need: variables without a secret, and the line of a password file (mode 0600). */
export const libpqEnvironment = (
  target: ConnectionTarget,
): {readonly variables: Readonly<Record<string, string>>; readonly passwordLine: string | null} => {
  const variables: Record<string, string> = {
    PGHOST: target.host,
    PGPORT: String(target.port),
    PGUSER: target.user,
    PGDATABASE: target.database,
  };
  for (const [name, value] of Object.entries(target.options)) {
    const variable = optionVariables[name];
    if (variable !== undefined) {
      variables[variable] = value;
    }
  }

  return {variables, passwordLine: target.password === undefined ? null : passwordLine(target, target.password)};
};

/** Options of a connection string that libpq also takes from the environment. */
const optionVariables: Readonly<Record<string, string>> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  options: 'PGOPTIONS',
};

// A password file knows two special characters, and both are escaped with a backslash.
const passwordLine = ({host, port, user, database}: ConnectionTarget, password: string): string =>
  [host, String(port), database, user, password].map(field => field.replace(/[\\:]/g, '\\$&')).join(':');

type Words = Readonly<Record<string, string>>;

const fromUri = (text: string): Result<Words> => {
  // Not the URL class: it refuses `postgres://user@/database`, which is how a unix socket is written.
  const parts = /^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(text);
  if (parts === null) {
    return fail(`this is not a PostgreSQL connection string; ${example}`);
  }

  const [, login = '', place = '', database = '', query = ''] = parts;
  const [user = '', ...password] = login.split(':');
  const host = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(place);
  if (host === null) {
    return fail(`the host of the connection string cannot be read; ${example}`);
  }

  try {
    return succeed({
      ...named('user', decodeURIComponent(user)),
      ...named('password', decodeURIComponent(password.join(':'))),
      ...named('host', decodeURIComponent((host[1] ?? '').replace(/^\[|\]$/g, ''))),
      ...named('port', host[2] ?? ''),
      ...named('dbname', decodeURIComponent(database)),
      ...Object.fromEntries(new URLSearchParams(query)),
    });
  } catch {
    return fail('the connection string has a % that encodes nothing; write % as %25');
  }
};

const named = (name: string, value: string): Words => (value === '' ? {} : {[name]: value});

const fromPairs = (text: string): Result<Words> => {
  const pair = /\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|$)/y;
  const words: Record<string, string> = {};
  while (pair.lastIndex < text.length) {
    const found = pair.exec(text);
    if (found === null) {
      return fail(`this is not a PostgreSQL connection string; ${example}`);
    }
    words[found[1] ?? ''] = (found[2] ?? found[3] ?? '').replace(/\\(.)/g, '$1');
  }
  return succeed(words);
};

const assemble = (words: Words, fallback: TargetFallback): Result<ConnectionTarget> => {
  const {host, hostaddr, port: portText = '5432', user: userText, password, dbname, ...options} = words;
  const place = host ?? hostaddr ?? fallback.host ?? 'localhost';
  if (place.includes(',') || portText.includes(',')) {
    return fail('the connection string lists several hosts; name the one that is meant');
  }

  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port < 1 || port > 65_535) {
    return fail(`"${portText}" is not a port; give a number from 1 to 65535`);
  }

  const user = userText ?? fallback.user ?? 'postgres';
  return succeed({
    host: place,
    port,
    user,
    database: dbname ?? user,
    ...(password !== undefined && {password}),
    options,
  });
};
