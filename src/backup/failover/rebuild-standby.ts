/** Rebuilds an old primary as a standby of the new one: its files move aside, new ones come over the replication protocol. */
import {existsSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {type FoundServer, findServer} from '../../postgres/found-server.ts';
import {systemIdentifier} from '../../postgres/same-instance.ts';
import type {ServerTools} from '../../postgres/server.ts';
import {findServerUser} from '../../postgres/server-user.ts';
import {takeBaseBackup} from '../drivers/take-base-backup.ts';
import {copyConfiguration} from '../in-place/configuration.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {checkPlace, type Surroundings} from '../in-place/place.ts';
import {syncDirectory} from '../in-place/record.ts';
import {startAgain} from '../in-place/recovered.ts';
import {toolsOf} from '../in-place/undo-restore.ts';
import {tablespacesOf} from '../tablespaces.ts';
import {becomeStandby, isStreaming, makeSlot, waitUntilStreaming} from './follow-primary.ts';
import {lookAtOldSide} from './old-side.ts';

export type Rebuilding = {
  readonly dataDirectory: string;
  /** The new primary; the backup is taken from it. */
  readonly primary: string;
  /** How the standby reaches it, as a role that may replicate; the same by default. */
  readonly follow: string;
  /** Of its replication slot, and by which the primary knows it. */
  readonly slot: string;
  /** Words `name=value` for its start, besides those of its last one; the only ones where its files are lost. */
  readonly options: readonly string[];
  /** Directory of the new primary's archive, where this host reads it. */
  readonly archive: string | undefined;
  readonly surroundings: Surroundings;
  readonly timeoutMs: number;
  readonly onProgress: (sentence: string) => void;
};

export type Rebuilt = {
  readonly directory: string;
  /** Where the old files lie; what only they had is in no other place. Null where there were none. */
  readonly oldDirectory: string | null;
  readonly slot: string;
  readonly streams: true;
  /** False where it followed already. */
  readonly wasRebuilt: boolean;
  readonly bytes: number | null;
};

/** May be done again: what was interrupted begins anew, and a standby that follows is left alone. */
export const rebuildStandby = async (order: Rebuilding): Promise<Result<Rebuilt, Hindrance>> => {
  if (!/^[a-z0-9_]{1,63}$/.test(order.slot)) {
    return unsafe(`"${order.slot}" is no name of a slot.`, 'It has lower-case letters, digits and underscores.');
  }
  const place = checkPlace(order.dataDirectory, order.surroundings);
  if (!place.ok) {
    return place;
  }
  const directory = place.value;
  if (findServer(directory).process !== null && (await isStreaming(order.primary, order.slot))) {
    return succeed({...ofRebuilt(order, directory), oldDirectory: null, wasRebuilt: false, bytes: null});
  }
  try {
    const old = await checkOld(order, directory);
    return old.ok ? await rebuild(order, directory, old.value) : old;
  } catch (thrown) {
    return impossible(
      `The standby was not rebuilt: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Run this again when the cause is gone.',
    );
  }
};

const ofRebuilt = ({slot}: Rebuilding, directory: string) => ({directory, slot, streams: true}) as const;

type Old = {readonly server: FoundServer; readonly isThere: boolean};

const checkOld = async (order: Rebuilding, directory: string): Promise<Result<Old, Hindrance>> => {
  const identifier = await withConnection(order.primary, systemIdentifier, {connectTimeoutMs: 5_000});
  if (!identifier.ok) {
    return impossible(`The new primary cannot be asked: ${identifier.reason.message}.`, 'It must take writes first.');
  }
  const seen = lookAtOldSide(directory, order.surroundings, identifier.value);
  if (!seen.ok) {
    return seen;
  }
  return seen.value.state === 'running'
    ? unsafe(`A server runs in ${directory}.`, 'Stop it for good first: lifeboat backup fence.')
    : succeed({server: findServer(directory), isThere: seen.value.state === 'stopped'});
};

const rebuild = async (
  order: Rebuilding,
  directory: string,
  {server, isThere}: Old,
): Promise<Result<Rebuilt, Hindrance>> => {
  const {primary, slot, timeoutMs} = order;
  const made = await makeSlot(primary, slot);
  if (!made.ok) {
    return impossible(
      `The new primary gives no slot: ${made.reason}.`,
      'See max_replication_slots and wal_level there.',
    );
  }
  const laid = await layFiles(order, directory, isThere);
  if (!laid.ok) {
    return laid;
  }
  const started = await start(order, directory, server);
  if (!started.ok) {
    return started;
  }
  const streams = await waitUntilStreaming(primary, slot, timeoutMs);
  return streams.ok
    ? succeed({...ofRebuilt(order, directory), ...laid.value, wasRebuilt: true})
    : impossible(`The standby runs and does not follow: ${streams.reason}.`, `See ${directory}.log for what it says.`);
};

type Laid = Pick<Rebuilt, 'oldDirectory' | 'bytes'>;

/** Whole before the old files move: a backup that breaks in the middle changes nothing. */
const layFiles = async (order: Rebuilding, directory: string, isThere: boolean): Promise<Result<Laid, Hindrance>> => {
  const {primary, slot, follow, archive, onProgress} = order;
  const repository = `${directory}.rebuilding`;
  const user = findServerUser();
  const taken = await takeBaseBackup({repository: {directory: repository}, live: primary, onProgress});
  if (!taken.ok || !user.ok) {
    return impossible(
      `${taken.ok ? (user.ok ? '' : user.reason) : taken.reason}.`,
      'Run this again when the cause is gone.',
    );
  }
  const files = taken.value.path ?? '';
  const spaces = tablespacesOf(files);
  if (!spaces.ok || spaces.value.length > 0) {
    rmSync(repository, {recursive: true, force: true});
    return impossible(
      `The cluster has tablespaces (${spaces.ok ? spaces.value.map(({oid, location}) => location ?? oid).join(', ') : spaces.reason}), which are not laid here.`,
      'Build the standby with pg_basebackup, which asks where each goes (--tablespace-mapping).',
    );
  }
  if (isThere) {
    // Its own ports, limits and access rules, not those of the other host.
    await copyConfiguration(directory, files, user.value);
  }
  becomeStandby({directory: files, user: user.value, follow, slot, archive});
  const oldDirectory = moveAside(directory, isThere);
  renameSync(files, directory);
  syncDirectory(dirname(directory));
  rmSync(repository, {recursive: true, force: true});
  return succeed({oldDirectory, bytes: taken.value.bytes});
};

/** What only the old primary had is in its files, so they stay until a person removes them. */
const moveAside = (directory: string, isThere: boolean): string | null => {
  if (!existsSync(directory)) {
    return null;
  }
  if (!isThere && readdirSync(directory).length === 0) {
    rmSync(directory, {recursive: true});
    return null;
  }
  const aside = `${directory}.before-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
  renameSync(directory, aside);
  return aside;
};

const start = async (
  {options, timeoutMs, onProgress}: Rebuilding,
  directory: string,
  {words, logFile, socket}: FoundServer,
): Promise<Result<object, Hindrance>> => {
  const tools: Result<ServerTools, Hindrance> = await toolsOf(directory, words);
  if (!tools.ok) {
    return tools;
  }
  const more = options.flatMap(option => ['-c', option]);
  return startAgain({
    directory,
    tools: tools.value,
    words: {
      program: words?.program ?? join(tools.value.binaries.directory, 'postgres'),
      options: [...(words?.options ?? []), ...more],
    },
    logFile,
    socket,
    timeoutMs,
    onProgress,
  });
};
