/** A standby of the lab's primary, as one builds them: a slot, a copy, the primary's address; streaming, or an hour behind. */
import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {ProcessIdentity} from '../../postgres/process-identity.ts';
import {rowsOf} from '../../postgres/query.ts';
import {giveTo} from '../../postgres/server-user.ts';
import type {Accounts} from '../accounts/accounts.ts';
import {passwordOf} from '../accounts/password-file.ts';
import {replicationRole} from '../accounts/roles.ts';
import {connectToLab} from '../proof.ts';
import {restoreCommand} from './archive.ts';
import {copyCluster} from './copy-cluster.ts';
import type {Grounds} from './grounds.ts';
import type {FollowerName, Site} from './site.ts';
import {inLines, startSite} from './start-site.ts';

/** How far it stays behind: long enough to notice, to decide, and to be undecided for a while. */
const applyDelay = '1h';

const streamsWithinMs = 30_000;
const pollEveryMs = 50;

export type Following = {readonly primary: Site; readonly site: Site & {readonly name: FollowerName}};

/** Builds it, and waits until a standby streams. Throws what the file system throws. */
export const buildFollower = async (grounds: Grounds, {primary, site}: Following): Promise<Result<ProcessIdentity>> => {
  const {token, tools} = grounds;
  const connection = await connectToLab(primary.connection, token);
  if (!connection.ok) {
    return connection;
  }
  try {
    const copied = await copyToSite(connection.value, grounds, {primary, site});
    if (!copied.ok) {
      return copied;
    }
    const started = await startSite({token, tools, site});
    if (!started.ok) {
      return fail(`the ${site.name} does not start: ${started.reason}`);
    }
    // The delayed one may wait before the first commit that it meets, and only asks for more behind it.
    const streams = site.name === 'delayed' ? started : await waitUntilStreaming(connection.value, site.name);
    return streams.ok ? started : streams;
  } finally {
    await connection.value.close();
  }
};

const copyToSite = async (
  connection: Connection,
  {archive, tools, accounts}: Grounds,
  {primary, site}: Following,
): Promise<Result<void>> => {
  // Before the copy, and from now on: what is written meanwhile has to be there when the standby asks for it.
  const slot = await rowsOf(connection, 'select pg_create_physical_replication_slot($1, true)', [site.name]);
  if (!slot.ok) {
    return fail(`the ${site.name} has no slot: ${slot.reason.message}`);
  }
  mkdirSync(site.host, {mode: 0o700});
  giveTo(tools.user, site.host);
  const order = {from: primary.dataDirectory, to: site.dataDirectory, user: tools.user, waitsForArchive: false};
  const copied = await copyCluster(connection, order);
  const restore = restoreCommand(archive);
  if (!copied.ok || !restore.ok) {
    return copied.ok ? fail(restore.ok ? '' : restore.reason) : copied;
  }
  // As pg_basebackup --write-recovery-conf leaves it; ALTER SYSTEM can change each of them.
  const settings = {
    primary_conninfo: conninfo(primary, site.name, loginOf(accounts)),
    primary_slot_name: site.name,
    restore_command: restore.value,
    // As many a standby in the field: two servers never write into one archive, and nobody says that this one has none.
    archive_command: '',
    ...(site.name === 'delayed' && {recovery_min_apply_delay: applyDelay}),
  };
  appendFileSync(join(site.dataDirectory, 'postgresql.auto.conf'), inLines(settings));
  const signal = join(site.dataDirectory, 'standby.signal');
  writeFileSync(signal, '', {mode: 0o600});
  giveTo(tools.user, signal);
  return succeed(undefined);
};

/** The primary's address, on the network where there is one, and the name by which the primary knows who follows it. */
const conninfo = ({host, port, tcp}: Site, name: string, login: string): string =>
  `${login} host=${quoted(tcp?.host ?? host)} port=${port} application_name=${name}`;

/** By the replication role's own password, where clients have one: as pg_basebackup --write-recovery-conf leaves it, too. */
const loginOf = (accounts: Accounts | null): string => {
  const password = accounts === null ? null : passwordOf(accounts.passwordFile, replicationRole);
  return password === null ? 'user=postgres' : `user=${replicationRole} password=${quoted(password)}`;
};

const quoted = (value: string): string => `'${value.replace(/['\\]/g, '\\$&')}'`;

const waitUntilStreaming = async (primary: Connection, name: string): Promise<Result<void>> => {
  for (const deadlineMs = performance.now() + streamsWithinMs; performance.now() < deadlineMs; ) {
    const seen = await rowsOf(
      primary,
      `select 1 from pg_stat_replication where application_name = $1 and state = 'streaming'`,
      [name],
    );
    if (!seen.ok) {
      return fail(seen.reason.message);
    }
    if (seen.value.length > 0) {
      return succeed(undefined);
    }
    await delay(pollEveryMs);
  }
  return fail(`the ${name} did not begin to stream within ${streamsWithinMs / 1000} s; look at its log`);
};
