/** An archive made anew after somebody has removed it: what a second copy has, and what the server itself still has in pg_wal. */
import {closeSync, constants, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {firstGap} from '../backup/wal-segment.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {writeDraft} from '../postgres/drafts.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {findServerUser, giveTo, type ServerUser} from '../postgres/server-user.ts';
import {cleaned} from './clean-session.ts';
import {readServerFile} from './server-files.ts';

export type GatherRequest = {
  readonly database: string;
  /** The archive of the second copy. */
  readonly archiveDir: string;
  /** Here: filled up by a second try. */
  readonly intoDir: string;
};

export type GatheredWal = {
  readonly directory: string;
  readonly fromCopy: number;
  readonly fromServer: number;
  /** The first segment that neither of them has; null where all follow one another. */
  readonly missing: string | null;
};

/** A segment, with or without the history of its timeline. */
const isWal = (name: string): boolean => /^[0-9A-F]{24}(\.[0-9A-F]{8}\.backup)?$|^[0-9A-F]{8}\.history$/.test(name);

/** Switches to a new segment first, so that all up to now is in one that is whole. */
export const gatherWal = async (request: GatherRequest): Promise<Result<GatheredWal>> => {
  const done = await withConnection(cleaned(request.database), connection => gatherAll(connection, request));
  return done.ok ? done : fail(done.reason.message);
};

const gatherAll = async (
  connection: Connection,
  {archiveDir, intoDir}: GatherRequest,
): Promise<Result<GatheredWal, DatabaseFailure>> => {
  const user = findServerUser();
  if (!user.ok) {
    return fail(refusal(user.reason));
  }
  if (!isAbsolute(intoDir)) {
    return fail(refusal(`${intoDir} is no full path; name one that begins with /`));
  }
  try {
    mkdirSync(intoDir, {recursive: true, mode: 0o700});
    giveTo(user.value, intoDir);
    const fromCopy = copyArchive(archiveDir, {intoDir, user: user.value});
    const fromServer = await copyServersOwn(connection, {intoDir, user: user.value});
    return fromServer.ok ? succeed({directory: intoDir, fromCopy, ...fromServer.value}) : fromServer;
  } catch (thrown) {
    return fail(refusal(`WAL cannot be gathered in ${intoDir}: ${thrown instanceof Error ? thrown.message : thrown}`));
  }
};

type Place = {readonly intoDir: string; readonly user: ServerUser};

const copyArchive = (archiveDir: string, {intoDir, user}: Place): number => {
  const names = readdirSync(archiveDir).filter(isWal);
  for (const name of names) {
    putWhole(join(intoDir, name), user, readPlain(join(archiveDir, name)));
  }
  return names.length;
};

/** Under another name until it is whole: a second try believes what has its name. */
const putWhole = (path: string, user: ServerUser, bytes: Uint8Array): void => {
  const part = `${path}.part`;
  writeDraft(part, bytes, {owner: user});
  renameSync(part, path);
};

/** What the account of the server laid there as a link is not read for it. */
const readPlain = (path: string): Uint8Array => {
  const file = openSync(path, constants.O_RDONLY + constants.O_NOFOLLOW);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
};

const copyServersOwn = async (
  connection: Connection,
  {intoDir, user}: Place,
): Promise<Result<Pick<GatheredWal, 'fromServer' | 'missing'>, DatabaseFailure>> => {
  const switched = await rowsOf(
    connection,
    `select pg_walfile_name(pg_switch_wal()) as last, current_setting('data_directory') || '/pg_wal/' as directory,
            pg_size_bytes(current_setting('wal_segment_size')) as bytes`,
  );
  if (!switched.ok) {
    return switched;
  }
  const {last, directory, bytes} = switched.value[0] ?? {};
  // Segments with higher numbers are old files that wait to be used again.
  const listed = await rowsOf(
    connection,
    `select name, size from pg_ls_waldir() where name ~ '^[0-9A-F]{8}\\.history$' or name ~ '^[0-9A-F]{24}$' and substr(name, 9) <= substr($1, 9) order by name`,
    [last],
  );
  if (!listed.ok) {
    return listed;
  }
  let fromServer = 0;
  for (const {name, size} of listed.value) {
    const path = join(intoDir, String(name));
    if (existsSync(path)) {
      continue;
    }
    const pieces: Buffer[] = [];
    const read = await readServerFile(
      connection,
      {path: `${directory}${name}`, bytes: Number(size)},
      piece => void pieces.push(piece),
    );
    if (!read.ok) {
      return read;
    }
    putWhole(path, user, Buffer.concat(pieces));
    fromServer += 1;
  }
  const names = new Set(readdirSync(intoDir).filter(name => /^[0-9A-F]{24}$/.test(name)));
  const [first = String(last)] = [...names].toSorted();
  return succeed({fromServer, missing: firstGap({first, last: String(last), names}, BigInt(Number(bytes))).missing});
};
