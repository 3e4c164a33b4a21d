/** What makes a server follow a primary: a slot there, an address and a signal here, and the primary's own word that it streams. */

import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {assert} from '../../base/assert.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {appendNoLink, writeDraft} from '../../postgres/drafts.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteSetting} from '../../postgres/quote.ts';
import type {ServerUser} from '../../postgres/server-user.ts';
import {commandWord} from '../../postgres/shell-word.ts';
import {parseConnection} from '../../postgres/uri.ts';

/** Made on the primary, and holding WAL from now on: what is written meanwhile must be there when the standby asks for it. */
export const makeSlot = async (primary: string, slot: string): Promise<Result<void>> => {
  const made = await withConnection(primary, connection =>
    rowsOf(
      connection,
      `select case when exists (select from pg_replication_slots where slot_name = $1) then ''
              else (pg_create_physical_replication_slot($1, true)).slot_name end as slot`,
      [slot],
    ),
  );
  return made.ok ? succeed(undefined) : fail(made.reason.message);
};

export type Following = {
  /** A plain base backup, on which no server runs yet. */
  readonly directory: string;
  readonly user: ServerUser;
  readonly follow: string;
  readonly slot: string;
  readonly archive: string | undefined;
};

/** Lines at the end of the file that the server reads last, as pg_basebackup --write-recovery-conf leaves them. Throws what the file system throws. */
export const becomeStandby = ({directory, user, follow, slot, archive}: Following): void => {
  const settings = {
    primary_conninfo: conninfo(follow, slot),
    primary_slot_name: slot,
    ...(archive !== undefined && {restore_command: fromArchive(archive)}),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoteSetting(value)}\n`);
  const file = join(directory, 'postgresql.auto.conf');
  appendNoLink(file, `\n${lines.join('')}`, {owner: user});
  writeDraft(join(directory, 'standby.signal'), '', {owner: user});
};

/** In libpq's words. A password is among them, as the tools of PostgreSQL do it: only the server's account reads the file. */
const conninfo = (follow: string, name: string): string => {
  const target = parseConnection(follow);
  assert(target.ok, 'a connection was used before, and cannot be read now');
  const {host, port, user, password, options} = target.value;
  const {application_name: _name, ...others} = options;
  const words = {
    user,
    host,
    port: String(port),
    ...(password !== undefined && {password}),
    ...others,
    application_name: name,
  };
  return Object.entries(words)
    .map(([word, value]) => `${word}='${value.replace(/['\\]/g, '\\$&')}'`)
    .join(' ');
};

const fromArchive = (archive: string): string => {
  const place = commandWord(archive);
  assert(place.ok, 'a path that cannot be quoted reached a setting');
  return `test -f ${place.value}/%f && cp ${place.value}/%f "%p"`;
};

/** By the primary's own word; a primary that cannot be asked is no proof. */
export const isStreaming = async (primary: string, slot: string): Promise<boolean> => {
  const rows = await streaming(primary, slot);
  return rows.ok && rows.value;
};

const streaming = async (primary: string, slot: string): Promise<Result<boolean>> => {
  const rows = await withConnection(
    primary,
    connection =>
      rowsOf(
        connection,
        `select 1 from pg_stat_replication r join pg_replication_slots s on s.active_pid = r.pid
          where s.slot_name = $1 and r.state = 'streaming'`,
        [slot],
      ),
    {connectTimeoutMs: 5_000, statementTimeoutMs: 10_000},
  );
  return rows.ok ? succeed(rows.value.length > 0) : fail(rows.reason.message);
};

const pollEveryMs = 100;

/** Until it has caught up with what it needs to stream. */
export const waitUntilStreaming = async (primary: string, slot: string, withinMs: number): Promise<Result<void>> => {
  for (const deadlineMs = performance.now() + withinMs; ; ) {
    const seen = await streaming(primary, slot);
    if (seen.ok && seen.value) {
      return succeed(undefined);
    }
    if (performance.now() > deadlineMs) {
      return fail(seen.ok ? `the primary sees nobody stream by the slot ${slot}` : seen.reason);
    }
    await delay(pollEveryMs);
  }
};
