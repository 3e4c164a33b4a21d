/** Tries every old login and every new one: what a server says when it is asked is the only proof that a password is of no use any more. */

import {fail, type Result, succeed} from '../base/result.ts';
import {connect, endClient, openClient} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {type ConnectionTarget, displayTarget, parseConnection} from '../postgres/uri.ts';
import {readLogins, readPasswords} from './credentials.ts';
import {randomPassword} from './scram-verifier.ts';

export type ProveRequest = {
  /** As clients come in: where logins of a password file are tried. */
  readonly client: string;
  /** Logins as they were: connection strings, or lines of a password file. */
  readonly oldFile: string;
  /** The new ones, a password file. */
  readonly newFile: string;
};

export type TriedLogin = {
  readonly login: string;
  readonly role: string;
  /** `any`: it gets in, and with a wrong password too: a line of pg_hba.conf asks for none. */
  readonly old: 'refused' | 'accepted' | 'any' | 'unproven';
  /** `none`: the role has no new password, because it is gone or stays without a login. */
  readonly fresh: 'works' | 'fails' | 'none';
  /** What the server said where it is not as it should be. */
  readonly why: string | null;
};

export type Proof = {
  /** Every old login is refused, and every role that has a new password gets in with it, unless the rules keep it out from here. */
  readonly proved: boolean;
  readonly logins: readonly TriedLogin[];
  /** Roles with a new password whose old login is not in the file, so that only the new one was tried. */
  readonly untried: readonly string[];
  readonly summary: string;
};

const connectTimeoutMs = 5_000;

/** Opens sessions and ends them; changes nothing. */
export const proveRotated = async ({client, oldFile, newFile}: ProveRequest): Promise<Result<Proof>> => {
  const place = parseConnection(client);
  if (!place.ok) {
    return place;
  }
  const old = readLogins(oldFile, place.value);
  if (!old.ok) {
    return old;
  }
  const fresh = readPasswords(newFile);
  if (!fresh.ok) {
    return fresh;
  }
  if (Object.keys(fresh.value).length === 0) {
    return fail(`there are no new passwords in ${newFile}`);
  }
  const logins: TriedLogin[] = [];
  for (const login of old.value) {
    logins.push(await tryLogin(login, fresh.value[login.user]));
  }
  const wrong = logins.filter(({old: before, fresh: now}) => before !== 'refused' || now === 'fails');
  const tried = new Set(logins.map(({role}) => role));
  const untried = Object.keys(fresh.value).filter(role => !tried.has(role));
  const failing: string[] = [];
  for (const role of untried) {
    const got = await attempt({...place.value, user: role, password: fresh.value[role] ?? ''});
    // A role that comes in from elsewhere alone, or over the socket, says nothing of its password here.
    if (!got.ok && got.reason.sqlstate !== '28000') {
      failing.push(`${role}: the new password does not work (${got.reason.message})`);
    }
  }
  const faults = [
    ...wrong.map(({login, old: before, why}) => `${login}: ${words[before]}${why === null ? '' : ` (${why})`}`),
    ...failing,
  ];
  return succeed({
    proved: faults.length === 0,
    logins,
    untried,
    summary: [
      ...(faults.length === 0 ? [`${logins.length} old logins are refused`] : faults),
      ...(untried.length === 0 ? [] : [`no old login was given of ${untried.join(', ')}`]),
    ].join('; '),
  });
};

const words: Readonly<Record<TriedLogin['old'], string>> = {
  refused: 'the old password is refused, and the new one does not work',
  accepted: 'the old password still works',
  any: 'any password works',
  unproven: 'nobody can tell',
};

const tryLogin = async (login: ConnectionTarget, password: string | undefined): Promise<TriedLogin> => {
  const before = await attempt(login);
  const about = {login: displayTarget(login), role: login.user};
  const fresh = password === undefined ? null : await attempt({...login, password});
  const now = fresh === null ? 'none' : fresh.ok ? 'works' : 'fails';
  if (before.ok) {
    const any = await attempt({...login, password: randomPassword()});
    return {...about, old: any.ok ? 'any' : 'accepted', fresh: now, why: null};
  }
  const isRefused = refusesPassword(before.reason) || (password === undefined && refusesRole(before.reason));
  const why = isRefused ? (fresh?.ok === false ? fresh.reason.message : null) : before.reason.message;
  return {...about, old: isRefused ? 'refused' : 'unproven', fresh: now, why};
};

/** 28P01 is PostgreSQL's word for a wrong password; a pooler in between ends the protocol (08P01) and says so in words. */
const refusesPassword = ({sqlstate, message}: DatabaseFailure): boolean =>
  sqlstate === '28P01' || (sqlstate === '08P01' && /authentication failed|wrong password/i.test(message));

/** A role that is gone, or may not log in. A line of pg_hba.conf says nothing about the password, and is none. */
const refusesRole = ({sqlstate, message}: DatabaseFailure): boolean =>
  sqlstate === '28000' && !/pg_hba\.conf/.test(message);

/** As a session, and as a replication connection where only that is let in. */
const attempt = async (login: ConnectionTarget): Promise<Result<void, DatabaseFailure>> => {
  const session = await connect(login, {connectTimeoutMs});
  if (session.ok) {
    await session.value.close();
    return succeed(undefined);
  }
  if (session.reason.sqlstate !== '28000' || !/pg_hba\.conf/.test(session.reason.message)) {
    return session;
  }
  const stream = await openClient(login, {connectTimeoutMs}, {replication: 'true'});
  if (!stream.ok) {
    return stream;
  }
  await endClient(stream.value.client);
  return succeed(undefined);
};
