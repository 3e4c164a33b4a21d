/** The accounts of a lab: where its clients come in, the secret store that they ask, and what was issued to them at first. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type ConnectionTarget, formatConnection, parseConnection} from '../../postgres/uri.ts';
import {type Credential, passwordOf} from './password-file.ts';

export type Accounts = {
  /** Of the server that was built as primary, as its clients reach it over the network. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** The secret store of the lab: a password file as libpq reads it. Whoever rotates passwords puts the new ones there. */
  readonly passwordFile: string;
  /** The directory of the server's log. */
  readonly logDirectory: string;
  /** Whether pgAudit writes into it. */
  readonly hasAudit: boolean;
};

export type AccountPlace = Pick<Accounts, 'host' | 'port' | 'database' | 'hasAudit'> & {
  readonly directory: string;
};

/** Describes those of the lab in that directory. */
export const accountsOf = ({directory, ...known}: AccountPlace): Accounts => ({
  ...known,
  passwordFile: join(directory, 'credentials'),
  logDirectory: join(directory, 'log', 'primary'),
});

/** How a role comes in with a password; without one as somebody who has none. */
export const targetOf = (
  {host, port, database}: Pick<Accounts, 'host' | 'port' | 'database'>,
  role: string,
  password: string | null,
): ConnectionTarget => ({host, port, database, user: role, ...(password !== null && {password}), options: {}});

/** How a role comes in with the password that the secret store has for it now. */
export const currentTarget = (accounts: Accounts, role: string): ConnectionTarget =>
  targetOf(accounts, role, passwordOf(accounts.passwordFile, role));

/** A connection string with the password that the secret store has for its role now; as it is where clients have none. */
export const withPassword = (uri: string, accounts: Accounts | null): string => {
  const target = parseConnection(uri);
  const password = target.ok && accounts !== null ? passwordOf(accounts.passwordFile, target.value.user) : null;
  return target.ok && password !== null ? formatConnection({...target.value, password}, {withPassword: true}) : uri;
};

/** The same with what it was issued at first, in words for a runbook; undefined where it has none. */
export const issuedConnection = (directory: string, accounts: Accounts, role: string): string | undefined => {
  const issued = readIssued(directory).find(one => one.role === role);
  return issued && formatConnection(targetOf(accounts, role, issued.password), {withPassword: true});
};

const issuedPath = (directory: string): string => join(directory, 'issued.json');

/** Writes down what was issued, for the intruder who steals it and for the oracle who tries it. Throws what the file system throws. */
export const keepIssued = (directory: string, credentials: readonly Credential[]): void =>
  writeFileSync(issuedPath(directory), JSON.stringify(credentials), {mode: 0o600});

/** What was issued; nothing in a lab that has no accounts. */
export const readIssued = (directory: string): readonly Credential[] => {
  try {
    return JSON.parse(readFileSync(issuedPath(directory), 'utf8')) as readonly Credential[];
  } catch {
    return [];
  }
};
