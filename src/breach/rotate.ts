/** Gives roles new passwords: made here, written to a file first, and sent to the server only as verifiers. */
import {fail, type Result, succeed} from '../base/result.ts';
import {askAdminConsole} from '../postgres/admin-console.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {inTransaction, rowsOf} from '../postgres/query.ts';
import {quoteIdentifier, quoteLiteral} from '../postgres/quote.ts';
import {cleaned} from './clean-session.ts';
import {isOfThisRotation, type Passwords, readPasswords, writePasswords} from './credentials.ts';
import {rewriteAuthFile} from './pooler-users.ts';
import {randomPassword, scramVerifier} from './scram-verifier.ts';
import {areAllNew, keepOldLogins, rewriteStore} from './secret-store.ts';

export type RotateRequest = {
  readonly database: string;
  /** Roles that get a new password; all that have one and can log in, or could before they were isolated, when left out. */
  readonly roles?: readonly string[];
  /** Roles of those that keep theirs: they have none, or are about to go. */
  readonly except?: readonly string[];
  /** A new password file; one of an earlier try under the same name (`once`) is taken up again. */
  readonly intoFile: string;
  /** What this rotation is called in the first line of its files; without a name no file is taken up. */
  readonly once?: string;
  /** The password file that programs read theirs from, where there is one: they find the new ones there at once. */
  readonly store?: string;
  /** The auth_file of a PgBouncer, on this host: roles that it has get their new verifier there too. */
  readonly poolerUsers?: string;
  /** Its admin console: it is told to read the file again. */
  readonly poolerConsole?: string;
};

export type Rotated = {
  readonly roles: readonly string[];
  /** The file with the passwords: it goes to the store of secrets, and away from here. */
  readonly file: string;
  /** The old logins of the store, kept to be tried; null where there is no store. */
  readonly oldLogins: string | null;
  /** Roles whose password was replaced in the store. */
  readonly storeRoles: readonly string[];
  /** Roles whose verifier the auth_file of the pooler got; where it was not told, it has to be (RELOAD). */
  readonly poolerRoles: readonly string[];
  readonly poolerTold: boolean;
};

/**
 * All roles in one transaction, so that no half of them is rotated. A try that died has its passwords in the file, and the
 * next one sends these. A role without a password has none that could be known; named, it gets one all the same.
 */
export const rotate = async (request: RotateRequest): Promise<Result<Rotated>> => {
  const done = await withConnection(cleaned(request.database), connection => rotateAll(connection, request));
  return done.ok ? done : fail(done.reason.message);
};

const rotateAll = async (
  connection: Connection,
  {roles: named, except = [], intoFile, once, store, poolerUsers, poolerConsole}: RotateRequest,
): Promise<Result<Rotated, DatabaseFailure>> => {
  const roles = await rolesToRotate(connection, named, except);
  if (!roles.ok) {
    return roles;
  }
  const oldLogins = store === undefined ? null : `${intoFile}.old`;
  const passwords = passwordsFor(roles.value, {intoFile, once, store, oldLogins});
  if (!passwords.ok) {
    return fail(refusal(passwords.reason));
  }
  const verifiers = roles.value.map(role => [role, scramVerifier(passwords.value[role] ?? '')] as const);
  const sent = await inTransaction(connection, async (): Promise<Result<void, DatabaseFailure>> => {
    // What pgaudit and log_statement write of these is the verifier, which is no password; a failing one would be told too.
    for (const [role, verifier] of verifiers) {
      const one = await connection.run(`alter role ${quoteIdentifier(role)} password ${quoteLiteral(verifier)}`);
      if (!one.ok) {
        return fail({...one.reason, message: `${role} cannot get a new password: ${one.reason.message}`});
      }
    }
    return succeed(undefined);
  });
  if (!sent.ok) {
    return sent;
  }
  const stored = store === undefined ? succeed([]) : rewriteStore(store, passwords.value);
  if (!stored.ok) {
    return fail(refusal(stored.reason));
  }
  const pooler = poolerUsers === undefined ? succeed([]) : rewriteAuthFile(poolerUsers, new Map(verifiers));
  if (!pooler.ok) {
    return fail(refusal(pooler.reason));
  }
  const told = poolerConsole === undefined ? succeed([]) : await askAdminConsole(poolerConsole, ['RELOAD']);
  return told.ok
    ? succeed({
        roles: roles.value,
        file: intoFile,
        oldLogins,
        storeRoles: stored.value,
        poolerRoles: pooler.value,
        poolerTold: poolerConsole !== undefined,
      })
    : fail({...told.reason, message: `the pooler cannot be told to read its users again: ${told.reason.message}`});
};

/** A login that was taken while isolated comes back, so it must not come back with the old password. */
const rolesToRotate = async (
  connection: Connection,
  named: readonly string[] | undefined,
  except: readonly string[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select rolname from pg_roles r join pg_authid a using (oid, rolname)
      where case when $1::text[] is null
                 then a.rolpassword is not null and (r.rolcanlogin or 'lifeboat.held=on' = any(r.rolconfig)) and rolname <> all($2)
                 else rolname = any($1) end order by 1`,
    [named ?? null, except],
  );
  if (!rows.ok) {
    return rows;
  }
  const roles = rows.value.map(({rolname}) => String(rolname));
  const unknown = (named ?? []).filter(role => !roles.includes(role));
  if (unknown.length > 0) {
    return fail(refusal(`there is no role ${unknown.join(', ')}`));
  }
  return roles.length > 0 ? succeed(roles) : fail(refusal('there is no role to rotate'));
};

type Files = {
  readonly intoFile: string;
  readonly once: string | undefined;
  readonly store: string | undefined;
  readonly oldLogins: string | null;
};

/** The new passwords, on the disk, and the old logins beside them. */
const passwordsFor = (roles: readonly string[], files: Files): Result<Passwords> => {
  const {once, store, oldLogins} = files;
  const passwords = writtenFor(roles, files);
  if (!passwords.ok || store === undefined || oldLogins === null) {
    return passwords;
  }
  const kept = keepOldLogins(store, oldLogins, once);
  const fresh = kept.ok ? areAllNew(oldLogins, passwords.value) : kept;
  return fresh.ok ? passwords : fresh;
};

const writtenFor = (roles: readonly string[], {intoFile, once}: Files): Result<Passwords> => {
  const again = isOfThisRotation(intoFile, once);
  if (!again.ok) {
    return again;
  }
  const known = readPasswords(intoFile);
  if (!known.ok) {
    return known;
  }
  const lacking = roles.filter(role => known.value[role] === undefined);
  if (lacking.length === 0) {
    return known;
  }
  if (Object.keys(known.value).length > 0) {
    return fail(`${intoFile} has the passwords of other roles; name a new file`);
  }
  const fresh = Object.fromEntries(roles.map(role => [role, randomPassword()]));
  const written = writePasswords(intoFile, fresh, once);
  return written.ok ? succeed(fresh) : written;
};
