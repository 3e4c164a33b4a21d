/** Passwords in files: the old ones that must be refused, and the new ones for the store of secrets. Never in arguments, logs or records. */
import {closeSync, existsSync, fsyncSync, lstatSync, openSync, readFileSync, writeSync} from 'node:fs';
import {isAbsolute} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {type ConnectionTarget, parseConnection} from '../postgres/uri.ts';
import {isOurs} from './own-place.ts';

/** Passwords by role. */
export type Passwords = Readonly<Record<string, string>>;

/** Where a login of a password file that names no host is tried: as clients come in. */
export type Place = Pick<ConnectionTarget, 'host' | 'port' | 'database' | 'options'>;

/**
 * Logins as they stand where programs keep them, one a line: a connection string (postgres://…), or a line of a password
 * file (host:port:database:user:password), where * is the place that is given. # begins a comment.
 */
export const readLogins = (path: string, place: Place): Result<readonly ConnectionTarget[]> => {
  const text = readPrivate(path);
  if (!text.ok) {
    return text;
  }
  const logins: ConnectionTarget[] = [];
  for (const [index, line] of linesOf(text.value)) {
    const login = loginIn(line, place);
    if (login === null) {
      return fail(
        `line ${index} of ${path} is neither a connection string with a password nor a line of a password file (host:port:database:user:password)`,
      );
    }
    logins.push(login);
  }
  return logins.length > 0 ? succeed(logins) : fail(`${path} has no logins`);
};

/** The passwords of a password file by role; none where it is not there. */
export const readPasswords = (path: string): Result<Passwords> => {
  if (!existsSync(path)) {
    return succeed({});
  }
  const text = readPrivate(path);
  return text.ok
    ? succeed(
        Object.fromEntries(
          linesOf(text.value).flatMap(([, line]) => {
            const [, , , role, password] = fieldsOf(line);
            return role === undefined || password === undefined ? [] : [[role, password]];
          }),
        ),
      )
    : text;
};

/** Writes a new password file, and makes sure that it is on the disk: a password that a server has and nobody knows locks out. */
export const writePasswords = (path: string, passwords: Passwords, once?: string): Result<void> => {
  const lines = Object.entries(passwords).map(
    ([role, password]) => `${anyPlace}${escaped(role)}:${escaped(password)}\n`,
  );
  return writeNew(path, `${headOf(once)}${lines.join('')}`);
};

/** The first line of a file of a rotation: which one it was, so that no other one takes it up. */
export const headOf = (once: string | undefined): string => `# lifeboat${once === undefined ? '' : ` ${once}`}\n`;

/**
 * Whether the file is there from an earlier try of this very rotation. Of another one, or of somebody who knows the name of
 * the file, it is a failure: its passwords are known.
 */
export const isOfThisRotation = (path: string, once: string | undefined): Result<boolean> => {
  if (lstatSync(path, {throwIfNoEntry: false}) === undefined) {
    return succeed(false);
  }
  const text = readPrivate(path);
  if (!text.ok) {
    return text;
  }
  return once !== undefined && text.value.startsWith(headOf(once))
    ? succeed(true)
    : fail(`${path} is there already, and not of this rotation; name a new file`);
};

/** Writes a private file that was not there. */
export const writeNew = (path: string, text: string): Result<void> => {
  if (!isAbsolute(path)) {
    return fail(`${path} is no full path; name one that begins with /`);
  }
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, text);
    fsyncSync(file);
    closeSync(file);
    return succeed(undefined);
  } catch (thrown) {
    return fail(`${path} cannot be written: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
};

const anyPlace = '*:*:*:';

/** A file with passwords that others can read is a leak by itself. */
const readPrivate = (path: string): Result<string> => {
  try {
    const ours = isOurs(path);
    const {mode} = lstatSync(path);
    if ((mode & 0o077) === 0 && !ours.ok) {
      return ours;
    }
    return (mode & 0o077) === 0
      ? succeed(readFileSync(path, 'utf8'))
      : fail(`${path} can be read by others; take that away (chmod 600) and count its passwords as known`);
  } catch (thrown) {
    return fail(`${path} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
};

const linesOf = (text: string): readonly (readonly [number, string])[] =>
  text
    .split('\n')
    .map((line, index) => [index + 1, line.trim()] as const)
    .filter(([, line]) => line !== '' && !line.startsWith('#'));

const loginIn = (line: string, place: Place): ConnectionTarget | null => {
  if (/^postgres(ql)?:\/\//.test(line)) {
    const target = parseConnection(line);
    return target.ok && target.value.password !== undefined ? target.value : null;
  }
  const [host = '*', port = '*', database = '*', user = '*', password] = fieldsOf(line);
  if (password === undefined || user === '*' || !/^(\d+|\*)$/.test(port)) {
    return null;
  }
  return {
    ...place,
    ...(host !== '*' && {host}),
    ...(port !== '*' && {port: Number(port)}),
    ...(database !== '*' && {database}),
    user,
    password,
  };
};

/** Colons and backslashes within a field have a backslash before them (PostgreSQL manual, 34.16). */
export const fieldsOf = (line: string): readonly string[] =>
  (line.match(/(?:\\.|[^:\\])+/g) ?? []).map(field => field.replaceAll(/\\(.)/g, '$1'));

/** One of them, for a line. */
export const escaped = (field: string): string => field.replaceAll(/[\\:]/g, '\\$&');
