/** What PostgreSQL's error codes mean for a person, and what to try next. */

/** A sentence for an SQLSTATE (PostgreSQL manual, appendix A), or null where the server's own message says it best. */
export const explainSqlstate = (sqlstate: string | null): string | null =>
  sqlstate === null ? null : (meanings[sqlstate] ?? classes[sqlstate.slice(0, 2)] ?? null);

const meanings: Readonly<Record<string, string>> = {
  '25006': 'the session is read-only: this is a standby, or default_transaction_read_only is on',
  '28000': 'the server does not let this role in: see its pg_hba.conf, and whether the role may log in',
  '28P01': 'the password is wrong',
  '3D000': 'there is no database of this name',
  '3F000': 'there is no schema of this name',
  '40001': 'another transaction changed the same rows first; it is safe to try again',
  '40P01': 'two transactions waited for each other; it is safe to try again',
  '42501': 'this role may not do that; use one that may',
  '42703': 'there is no column of this name',
  '42P01': 'there is no table of this name',
  '42883': 'there is no function of this name with these arguments; an extension may be missing',
  '23502': 'a column that must have a value got none',
  '23503': 'a row refers to one that does not exist',
  '23505': 'a row with the same key is already there',
  '23514': 'a value breaks a check constraint',
  '53100': 'the disk of the server is full',
  '53200': 'the server is out of memory',
  '53300': 'the server has no free connection; end one, or use a role that may use the reserved ones',
  '55P03': 'another session holds the lock for too long; look in pg_stat_activity for the one that blocks',
  '57014': 'the statement was cancelled or took longer than allowed',
  '57P01': 'an administrator ended the session',
  '57P03': 'the server is starting, stopping or recovering; try again in a moment',
  '58P01': 'the server does not find a file that it needs',
};

const classes: Readonly<Record<string, string>> = {
  '08': 'the connection was lost',
  '23': 'a constraint does not allow it',
  '53': 'the server has not enough of something: memory, disk or connections',
  '58': 'the operating system of the server refused',
  XX: 'the server found damage or a fault of its own; stop and look at its log',
};
