/** Whether an intruder is out for good: old passwords are tried, new ones too, and what may come in is held against before. */

import type {Connection} from '../../postgres/connect.ts';
import {connect} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type Accounts, currentTarget, readIssued, targetOf} from '../accounts/accounts.ts';
import type {Credential} from '../accounts/password-file.ts';
import type {Damage} from '../damage.ts';
import type {Estate} from '../estate.ts';
import {comeIn} from '../intruder/intruder.ts';
import {type IntruderNote, isIn, readIntruderNotes} from '../intruder/intruder-notes.ts';
import {type Key, readPlan} from '../intruder/intruder-plan.ts';
import {accessDifferences, readAccess} from './access.ts';
import {cannotSee, type Finding, someOf} from './finding.ts';

/** Nothing where nobody intruded. `containedMs`: from when on the run says that the intruder was kept out. */
export const intruderIsOut = async (
  connection: Connection,
  estate: Estate,
  {damage, containedMs}: {readonly damage: Damage; readonly containedMs: number | undefined},
): Promise<readonly Finding[]> => {
  const {accounts, directory} = estate;
  const {intrusion} = damage;
  if (intrusion === undefined || accounts === null) {
    return [];
  }
  const issued = readIssued(directory);
  const notes = readIntruderNotes(directory);
  return [
    await oldPasswordsRefused(accounts, issued),
    await newPasswordsWork(accounts, issued),
    await cannotComeBack(accounts, keysOf(directory, issued), notes),
    await noSessionLeft(connection, intrusion.address),
    ...containmentHeld(notes, containedMs),
    await accessAsBefore(connection, intrusion.access),
  ];
};

/** By whom the intruder has keys, and with everything that was ever issued. */
const keysOf = (directory: string, issued: readonly Credential[]): readonly Key[] => {
  const keys = readPlan(directory)?.keys ?? [];
  return [...keys, ...issued.filter(({role}) => !keys.some(key => key.role === role))];
};

const tryWithinMs = 5_000;
const quick = {connectTimeoutMs: tryWithinMs, statementTimeoutMs: tryWithinMs};
/** PostgreSQL manual, Appendix A: invalid_password. */
const invalidPassword = '28P01';

/** What came of a try: null where the server let it in. */
type Tried = {readonly role: string; readonly refused: string | null; readonly sqlstate: string | null};

const tryTo = async (role: string, opening: ReturnType<typeof connect>): Promise<Tried> => {
  const session = await opening;
  if (session.ok) {
    await session.value.close();
    return {role, refused: null, sqlstate: null};
  }
  return {role, refused: session.reason.message, sqlstate: session.reason.sqlstate};
};

/**
 * From where every client may come, so that only the password decides. A role that may not log in any more is refused for
 * that, and its password is as good as ever: that is no rotation.
 */
const oldPasswordsRefused = async (accounts: Accounts, issued: readonly Credential[]): Promise<Finding> => {
  const name = 'old_passwords_refused';
  const tried = await Promise.all(
    issued.map(({role, password}) => tryTo(role, connect(targetOf(accounts, role, password), quick))),
  );
  const wrong = tried
    .filter(({sqlstate}) => sqlstate !== invalidPassword)
    .map(({role, refused}) =>
      refused === null
        ? `the old password of ${role} lets in`
        : `the old password of ${role} is refused, and not for being wrong: ${refused}`,
    );
  return {
    name,
    ok: wrong.length === 0 && issued.length > 0,
    detail: wrong.length === 0 ? `all ${issued.length} old passwords are refused (${invalidPassword})` : someOf(wrong),
  };
};

/** Those that the secret store of the lab has now, for every role that had one. */
const newPasswordsWork = async (accounts: Accounts, issued: readonly Credential[]): Promise<Finding> => {
  const tried = await Promise.all(issued.map(({role}) => tryTo(role, connect(currentTarget(accounts, role), quick))));
  const shut = tried.flatMap(({role, refused}) => (refused === null ? [] : [`${role}: ${refused}`]));
  return {
    name: 'new_passwords_work',
    ok: shut.length === 0,
    detail:
      shut.length === 0
        ? `all ${issued.length} roles come in with what the secret store has for them`
        : `with what the secret store has, these do not come in: ${someOf(shut)}`,
  };
};

/** Every key from the intruder's own address, whatever refuses it; and by its own notes it is outside. */
const cannotComeBack = async (
  accounts: Accounts,
  keys: readonly Key[],
  notes: readonly IntruderNote[],
): Promise<Finding> => {
  const name = 'intruder_is_out';
  const tried = await Promise.all(keys.map(key => tryTo(key.role, comeIn(accounts, key))));
  const inside = isIn(notes);
  const open = [
    ...(inside === null ? [] : [`a session as ${inside} was never ended`]),
    ...tried.flatMap(({role, refused, sqlstate}) =>
      refused === null
        ? [`it comes in as ${role}`]
        : sqlstate === null
          ? [`it cannot be tried as ${role}: ${refused}`]
          : [],
    ),
  ];
  const last = notes.findLast(({did}) => did === 'came-in' || did === 'read');
  const when = last === undefined ? 'never in' : `last in at ${new Date(last.atMs).toISOString()}`;
  return {
    name,
    ok: open.length === 0,
    detail:
      open.length === 0 ? `the intruder was ${when}, and none of its ${keys.length} keys fits any more` : someOf(open),
  };
};

const noSessionLeft = async (connection: Connection, address: string): Promise<Finding> => {
  const name = 'intruder_has_no_session';
  const rows = await rowsOf(
    connection,
    `select format('process %s as %s', pid, usename) as what from pg_stat_activity where host(client_addr) = $1`,
    [address],
  );
  if (!rows.ok) {
    return cannotSee(name, rows.reason.message);
  }
  const left = rows.value.map(({what}) => String(what));
  return {
    name,
    ok: left.length === 0,
    detail: left.length === 0 ? `no session comes from ${address}` : `from ${address} there is ${someOf(left)}`,
  };
};

/** What was said to be contained was: the intruder got nothing from then on. Nothing where no run said so. */
const containmentHeld = (notes: readonly IntruderNote[], containedMs: number | undefined): readonly Finding[] => {
  if (containedMs === undefined) {
    return [];
  }
  const got = notes.filter(({did, atMs}) => (did === 'came-in' || did === 'read') && atMs > containedMs);
  const at = new Date(containedMs).toISOString();
  return [
    {
      name: 'containment_held',
      ok: got.length === 0,
      detail:
        got.length === 0
          ? `the intruder got nothing after ${at}, when it was said to be contained`
          : `the intruder came in or read ${got.length} times after ${at}, when it was said to be contained`,
    },
  ];
};

/** Nobody more, nobody less, and nothing more or less that they may do. */
const accessAsBefore = async (connection: Connection, before: readonly string[]): Promise<Finding> => {
  const name = 'access_as_before';
  const now = await readAccess(connection);
  if (!now.ok) {
    return cannotSee(name, now.reason);
  }
  const different = accessDifferences(before, now.value);
  return {
    name,
    ok: different.length === 0,
    detail:
      different.length === 0
        ? `${before.length} roles, memberships, settings and rules are as they were before the intrusion`
        : someOf(different),
  };
};
