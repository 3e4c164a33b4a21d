/** A password file as libpq reads it: what applications ask for their passwords each time they connect. */
import {readFileSync, renameSync, writeFileSync} from 'node:fs';

export type Credential = {readonly role: string; readonly password: string};

/** Their passwords on every server and in every database. Replaces the file at once or not at all; throws what the file system throws. */
export const writePasswordFile = (path: string, credentials: readonly Credential[]): void => {
  const lines = credentials.map(({role, password}) => ['*', '*', '*', role, password].map(escaped).join(':'));
  writeFileSync(`${path}.draft`, lines.map(line => `${line}\n`).join(''), {mode: 0o600});
  renameSync(`${path}.draft`, path);
};

/**
 * Every role with its first password, as libpq takes the first line that fits (PostgreSQL manual, 34.16). One that is not
 * there, or that is not readable, holds none.
 */
export const readPasswordFile = (path: string): readonly Credential[] => {
  const found = new Map<string, string>();
  for (const line of read(path).split('\n')) {
    const [, , , role, password] = fieldsOf(line);
    if (!line.startsWith('#') && role !== undefined && password !== undefined && !found.has(role)) {
      found.set(role, password);
    }
  }
  return [...found].map(([role, password]) => ({role, password}));
};

/** Null where the file has none for it. */
export const passwordOf = (path: string, role: string): string | null =>
  readPasswordFile(path).find(one => one.role === role)?.password ?? null;

const escaped = (field: string): string => field.replace(/[\\:]/g, '\\$&');

/** A colon separates, and a backslash takes its meaning from a colon or another backslash. */
const fieldsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:^|:)((?:[^\\:]|\\.)*)/g)].map(([, field = '']) => field.replace(/\\(.)/g, '$1'));

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
