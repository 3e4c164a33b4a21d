/** Why PostgreSQL said no, as a value: one sentence for a person, the code for programs. */

import {explainSqlstate} from './sqlstate.ts';
import {type ConnectionTarget, displayTarget} from './uri.ts';

export type DatabaseFailure = {
  /** One sentence, with a way out where there is one; never a password. */
  readonly message: string;
  /** Five characters of the SQL standard, null where no server answered. */
  readonly sqlstate: string | null;
  readonly detail?: string;
  readonly hint?: string;
  readonly table?: string;
  readonly constraint?: string;
  /** True when the statement had been sent and the answer never came: it may have happened all the same. */
  readonly uncertain: boolean;
};

/** A failure of our own, before anything was sent. */
export const refusal = (message: string): DatabaseFailure => ({message, sqlstate: null, uncertain: false});

/** What the driver threw for a statement. */
export const statementFailure = (thrown: unknown): DatabaseFailure => {
  const error = fields(thrown);
  const sqlstate = sqlstateOf(error);
  if (sqlstate === null) {
    return {
      message: `the connection was lost while the statement ran (${error.message}); it may have happened all the same`,
      sqlstate,
      uncertain: true,
    };
  }

  const meaning = explainSqlstate(sqlstate);
  return {
    message: meaning === null ? error.message : `${error.message} (${meaning})`,
    sqlstate,
    ...(error.detail !== undefined && {detail: error.detail}),
    ...(error.hint !== undefined && {hint: error.hint}),
    ...(error.table !== undefined && {table: error.table}),
    ...(error.constraint !== undefined && {constraint: error.constraint}),
    // An administrator's command or a crash may come between a commit and its answer.
    uncertain: sqlstate.startsWith('57P') || sqlstate.startsWith('08'),
  };
};

/** What the driver threw for a connection, with the way out. */
export const connectFailure = (thrown: unknown, target: ConnectionTarget): DatabaseFailure => {
  const error = fields(thrown);
  const sqlstate = sqlstateOf(error);
  const place = displayTarget(target);
  const reason = sqlstate === null ? unreachable(error, target) : `${error.message}; ${wayIn(sqlstate, target)}`;
  return {message: `cannot connect to ${place}: ${reason}`, sqlstate, uncertain: false};
};

const unreachable = ({code, message}: Fields, {host, port}: ConnectionTarget): string => {
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nobody listens there; is the server up, and is this its port?',
    ENOENT: `there is no socket ${host}/.s.PGSQL.${port}; is the server up, and is this its socket directory?`,
    EACCES: `the socket in ${host} may not be used by this user of the operating system`,
    ENOTFOUND: `the name "${host}" cannot be resolved; an address works without DNS`,
    EAI_AGAIN: `the name "${host}" cannot be resolved now; an address works without DNS`,
    EHOSTUNREACH: 'there is no way through the network to this host',
    ENETUNREACH: 'there is no way through the network to this host',
  };
  const explained = code === undefined ? undefined : known[code];
  if (explained !== undefined) {
    return explained;
  }
  return /timeout/i.test(message)
    ? 'no answer in time; a firewall may drop the packets, or the server is too busy'
    : message;
};

const wayIn = (sqlstate: string, {database, options}: ConnectionTarget): string => {
  if (sqlstate === '3D000') {
    return `name another database than "${database}" in the connection string`;
  }
  if (sqlstate === '28000' && options.sslmode === undefined) {
    return 'see its pg_hba.conf, whether the role may log in, and whether it wants TLS (add ?sslmode=require)';
  }
  return explainSqlstate(sqlstate) ?? `SQLSTATE ${sqlstate}`;
};

type Fields = {
  readonly message: string;
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly table?: string;
  readonly constraint?: string;
};

const fields = (thrown: unknown): Fields => {
  if (!(thrown instanceof Error)) {
    return {message: String(thrown)};
  }
  const text = (name: string): Record<string, string> => {
    const value: unknown = Reflect.get(thrown, name);
    return typeof value === 'string' && value !== '' ? {[name]: value} : {};
  };
  return {
    message: thrown.message || thrown.name,
    ...text('code'),
    ...text('detail'),
    ...text('hint'),
    ...text('table'),
    ...text('constraint'),
  };
};

const sqlstateOf = ({code}: Fields): string | null =>
  code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code) ? code : null;
