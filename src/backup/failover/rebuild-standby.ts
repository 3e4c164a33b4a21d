/** Rebuilds an old primary as a standby of the new one: its files move aside, new ones come over the replication protocol. */
import {existsSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {type FoundServer, findServer} from '../../postgres/found-server.ts';
import {systemIdentifier} from '../../postgres/same-instance.ts';
import type {ServerTools} from '../../postgres/server.ts';
import {findOwner, findServerUser} from '../../postgres/server-user.ts';
import {takeBaseBackup} from '../drivers/take-base-backup.ts';
import {copyConfiguration} from '../in-place/configuration.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {checkPlace, type Surroundings} from '../in-place/place.ts';
import {syncDirectory} from '../in-place/record.ts';
import {startAgain} from '../in-place/recovered.ts';
import {toolsOf} from '../in-place/undo-restore.ts';
import {tablespacesOf} from '../tablespaces.ts';
import {setFenceMark} from './fence-mark.ts';
import {becomeStandby, isStreaming, makeSlot, waitUntilStreaming} from './follow-primary.ts';
import {lookAtOldSide} from './old-side.ts';
import {closeRebuild, openRebuild, type RebuildRecord, writeRebuildRecord} from './rebuild-record.ts';
import {receivesWal} from './receives-wal.ts';

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

/** May be done again: what was interrupted goes on, or begins anew where nothing had moved, and a standby that follows is left alone. */
export const rebuildStandby = async (order: Rebuilding): Promise<Result<Rebuilt, Hindrance>> => {
  if (!/^[a-z0-9_]{1,63}$/.test(order.slot)) {
    return unsafe(`"${order.slot}" is no name of a slot.`, 'It has lower-case letters, digits and underscores.');
  }
  const place = checkPlace(order.dataDirectory, order.surroundings);
  if (!place.ok) {
    return place;
  }
  const directory = place.value;
  try {
    const open = openRebuild(directory);
    if (open !== null) {
      return open.slot === order.slot
        ? await finish(order, directory, open)
        : unsafe(`It was begun with the slot "${open.slot}".`, `Go on with --slot ${open.slot}.`);
    }
    if (await follows(order, directory)) {
      return succeed({...ofRebuilt(order, directory), oldDirectory: null, wasRebuilt: false, bytes: null});
    }
    const old = await checkOld(order, directory);
    return old.ok ? await rebuild(order, directory, old.value) : old;
  } catch (thrown) {
    return impossible(
      `The standby was not rebuilt: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Run this again when the cause is gone.',
    );
  }
};

const follows = async ({primary, slot}: Rebuilding, directory: string): Promise<boolean> =>
  findServer(directory).process !== null &&
  (await isStreaming(primary, slot)) &&
  (await receivesWal(directory, primary, slot));

const ofRebuilt = ({slot}: Rebuilding, directory: string) => ({directory, slot, streams: true}) as const;

type Old = {readonly server: FoundServer; readonly isThere: boolean; readonly identifier: string};

const checkOld = async (order: Rebuilding, directory: string): Promise<Result<Old, Hindrance>> => {
  const identifier = await withConnection(order.primary, systemIdentifier, {connectTimeoutMs: 5_000});
  if (!identifier.ok) {
    return impossible(`The new primary cannot be asked: ${identifier.reason.message}.`, 'It must take writes first.');
  }
  const seen = lookAtOldSide(directory, order.surroundings, identifier.value);
  if (!seen.ok) {
    return seen;
  }
  if (seen.value.state === 'running') {
    return runs(directory);
  }
  const isThere = seen.value.state === 'stopped';
  if (isThere) {
    // The copy takes hours: whatever starts the old server meanwhile must not get a primary.
    const owner = findOwner(directory);
    if (!owner.ok) {
      return impossible(`${owner.reason}.`, 'Run this again when the cause is gone.');
    }
    setFenceMark(directory, owner.value);
  }
  return succeed({server: findServer(directory), isThere, identifier: identifier.value});
};

const runs = (directory: string): Result<never, Hindrance> =>
  unsafe(`A server runs in ${directory}.`, 'Stop it for good first: lifeboat backup fence.');

const rebuild = async (order: Rebuilding, directory: string, old: Old): Promise<Result<Rebuilt, Hindrance>> => {
  const made = await makeSlot(order.primary, order.slot);
  if (!made.ok) {
    return impossible(
      `The new primary gives no slot: ${made.reason}.`,
      'See max_replication_slots and wal_level there.',
    );
  }
  const ready = await prepareFiles(order, directory, old);
  if (!ready.ok) {
    return ready;
  }
  const {files, bytes} = ready.value;
  const again = lookAtOldSide(directory, order.surroundings, old.identifier);
  if (!again.ok || again.value.state === 'running') {
    return again.ok ? runs(directory) : again;
  }
  const record = {slot: order.slot, files, oldDirectory: placeAside(directory, old.isThere), bytes, server: old.server};
  writeRebuildRecord(directory, record);
  moveAside(directory, record.oldDirectory);
  return await finish(order, directory, record);
};

/** From where the old files are away. */
const finish = async (
  order: Rebuilding,
  directory: string,
  {files, oldDirectory, bytes, server}: RebuildRecord,
): Promise<Result<Rebuilt, Hindrance>> => {
  const {primary, slot, timeoutMs} = order;
  if (!existsSync(directory)) {
    renameSync(files, directory);
    syncDirectory(dirname(directory));
  }
  rmSync(repositoryOf(directory), {recursive: true, force: true});
  const started = await start(order, directory, server);
  if (!started.ok) {
    return started;
  }
  const streams = await waitUntilStreaming(primary, slot, timeoutMs);
  if (!streams.ok || !(await receivesWal(directory, primary, slot))) {
    return impossible(
      `The standby runs and does not follow: ${streams.ok ? `another server streams by the slot ${slot}` : streams.reason}.`,
      `See ${directory}.log for what it says, and run this again when the cause is gone.`,
    );
  }
  closeRebuild(directory);
  return succeed({...ofRebuilt(order, directory), oldDirectory, bytes, wasRebuilt: true});
};

const repositoryOf = (directory: string): string => `${directory}.rebuilding`;

type Ready = Pick<RebuildRecord, 'files' | 'bytes'>;

/** Whole before the old files move: a backup that breaks in the middle changes nothing. */
const prepareFiles = async (
  order: Rebuilding,
  directory: string,
  {isThere}: Old,
): Promise<Result<Ready, Hindrance>> => {
  const {primary, slot, follow, archive, onProgress} = order;
  const repository = repositoryOf(directory);
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
  return succeed({files, bytes: taken.value.bytes});
};

/** What only the old primary had is in its files, so they stay until a person removes them. Null where there are none. */
const placeAside = (directory: string, isThere: boolean): string | null =>
  existsSync(directory) && (isThere || readdirSync(directory).length > 0)
    ? `${directory}.before-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`
    : null;

const moveAside = (directory: string, aside: string | null): void => {
  if (aside === null) {
    rmSync(directory, {recursive: true, force: true});
  } else {
    renameSync(directory, aside);
  }
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
