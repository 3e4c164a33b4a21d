/** Gives a server a new place for its WAL, and takes it for done only when a segment has arrived there. */
import {chmodSync, existsSync, mkdirSync, readdirSync, statSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteLiteral} from '../postgres/quote.ts';
import {findOwner, giveTo} from '../postgres/server-user.ts';
import {commandWord} from '../postgres/shell-word.ts';
import {ask} from './archive-state.ts';
import {archiveWal} from './archive-wal.ts';
import {clusterOf} from './wal/segment-file.ts';

export type BegunArchive = {
  readonly directory: string;
  readonly command: string;
  /** What it was before, to be put back by hand. */
  readonly formerCommand: string;
  /** Seen in the directory, with its full size. */
  readonly segment: string;
  readonly seconds: number;
};

export type BeginRequest = {readonly live: string; readonly into: string; readonly timeoutMs?: number};

/**
 * Runs on the server's own host. A directory that holds WAL of another cluster is refused. Where no segment arrives, the
 * former command is put back: it was perhaps no better, but nobody has to guess what is set.
 */
export const beginArchive = async ({live, into, timeoutMs = 60_000}: BeginRequest): Promise<Result<BegunArchive>> => {
  const startedMs = performance.now();
  const command = archiveInto(into);
  if (!command.ok) {
    return command;
  }
  const set = await withConnection(live, connection => prepareAndSet(connection, into, command.value));
  if (!set.ok) {
    return fail(`the archive cannot begin: ${set.reason.message}`);
  }
  const arrived = await untilOneArrives({live, into, timeoutMs}, set.value.segmentBytes);
  if (arrived.ok) {
    return succeed({
      directory: into,
      command: command.value,
      formerCommand: set.value.former,
      segment: arrived.value,
      seconds: Math.round(performance.now() - startedMs) / 1000,
    });
  }
  const back = await withConnection(live, connection => setCommand(connection, set.value.former));
  return fail(`${arrived.reason}; the former archive_command ${back.ok ? 'is set again' : 'could not be set again'}`);
};

/** The archiver reads its settings again when it comes to it; what it took by the former command arrives elsewhere. */
const triesMax = 5;

const untilOneArrives = async (
  {live, into, timeoutMs}: Required<BeginRequest>,
  segmentBytes: number,
): Promise<Result<string>> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const archived = await archiveWal({live, timeoutMs});
    if (!archived.ok) {
      return archived;
    }
    const {segment} = archived.value;
    if (statSync(join(into, segment), {throwIfNoEntry: false})?.size === segmentBytes) {
      return succeed(segment);
    }
  }
  return fail(`the server says that it archives, and nothing arrives in ${into}`);
};

/**
 * Whole or not at all, and on the disk before it has its name. A segment that is there already and the same is no error,
 * because a server that died before it noted that asks again (PostgreSQL manual, 26.3.1).
 */
export const archiveInto = (directory: string): Result<string> => {
  if (!isAbsolute(directory)) {
    return fail(`the archive must be an absolute path, not "${directory}"`);
  }
  const word = commandWord(directory.replace(/(.)\/+$/, '$1'));
  if (!word.ok) {
    return word;
  }
  const at = `${word.value}/%f`;
  return succeed(
    `cmp -s %p ${at} || { test ! -f ${at} && cp %p ${at}.part && sync ${at}.part && mv ${at}.part ${at}; }`,
  );
};

type Set = {readonly former: string; readonly segmentBytes: number};

const prepareAndSet = async (
  connection: Connection,
  into: string,
  command: string,
): Promise<Result<Set, DatabaseFailure>> => {
  const state = await ask(connection);
  const rows = await rowsOf(
    connection,
    `select current_setting('data_directory') as data, (select system_identifier::text from pg_control_system()) as identifier,
            current_setting('archive_mode') as mode, pg_is_in_recovery() as follows,
            (select setting::bigint from pg_settings where name = 'wal_segment_size')
              * case (select unit from pg_settings where name = 'wal_segment_size') when 'B' then 1 else 8192 end as bytes`,
  );
  if (!state.ok || !rows.ok) {
    return state.ok ? (rows.ok ? fail(refusal('')) : rows) : state;
  }
  const {data, identifier, mode, follows, bytes} = rows.value[0] ?? {};
  if (follows === true) {
    return fail(refusal('this server follows another one, and only a primary archives'));
  }
  if (state.value.command === null) {
    return fail(refusal('a library archives here (archive_library), not a command; set up that library anew'));
  }
  if (mode === 'off') {
    return fail(
      refusal(
        'archive_mode is off, which only a restart changes: alter system set archive_mode = on, restart, and run this again',
      ),
    );
  }
  const place = makePlace(into, {data: String(data), identifier: String(identifier)});
  if (!place.ok) {
    return fail(refusal(place.reason));
  }
  const set = await setCommand(connection, command);
  return set.ok ? succeed({former: state.value.command, segmentBytes: Number(bytes)}) : set;
};

const setCommand = async (connection: Connection, command: string): Promise<Result<void, DatabaseFailure>> => {
  const altered = await connection.run(`alter system set archive_command = ${quoteLiteral(command)}`);
  const told = altered.ok ? await connection.run('select pg_reload_conf()') : altered;
  if (!told.ok) {
    return told;
  }
  const overridden = await rowsOf(
    connection,
    `select source from pg_settings where name = 'archive_command' and source in ('command line', 'environment variable')`,
  );
  return overridden.ok && overridden.value.length > 0
    ? fail(
        refusal(
          'archive_command is set on the command line of the server, which stands above everything that is set later; start it without',
        ),
      )
    : succeed(undefined);
};

type Owner = {readonly data: string; readonly identifier: string};

const makePlace = (into: string, {data, identifier}: Owner): Result<void> => {
  if (!existsSync(data)) {
    return fail(`the data directory ${data} is not on this host, and its archive is made where the server is`);
  }
  const user = findOwner(data);
  if (!user.ok) {
    return user;
  }
  try {
    if (!existsSync(into)) {
      mkdirSync(into, {recursive: true, mode: 0o700});
      chmodSync(into, 0o700);
      giveTo(user.value, into);
    }
    const strange = readdirSync(into)
      .filter(name => /^[0-9A-F]{24}$/.test(name))
      .find(name => ![null, identifier].includes(clusterOf(join(into, name))));
    return strange === undefined
      ? succeed(undefined)
      : fail(
          `${join(into, strange)} is of the cluster ${clusterOf(join(into, strange))}; name a directory of this one's own`,
        );
  } catch (thrown) {
    return fail(`${into} cannot be made: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};
