/** Everything that a restore in place needs, looked at before anything is touched; each hindrance is a value with its way out. */
import {accessSync, constants, existsSync, lstatSync, readdirSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {formatBytes} from '../../base/size.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {type FoundServer, findServer} from '../../postgres/found-server.ts';
import type {ServerTools} from '../../postgres/server.ts';
import {findServerBinaries} from '../../postgres/server-binaries.ts';
import {canRead, findOwner, findServerUser, isExecutable} from '../../postgres/server-user.ts';
import {describeTarget, recoverySettings} from '../recovery-target.ts';
import {type Hindrance, impossible, unsafe} from './hindrance.ts';
import {type Confirmed, checkIdentity, checkServer, type Found} from './identity.ts';
import {compareWal, newestHistory, type WalRow} from './old-wal.ts';
import {checkPlace, type Surroundings} from './place.ts';
import {type InPlaceTarget, type RestoreRecord, readRecord, restoringPath, workingOn} from './record.ts';
import {freeBytes} from './room.ts';
import type {BackupSource} from './source.ts';

export type InPlaceRequest = {
  readonly dataDirectory: string;
  readonly source: BackupSource;
  readonly target: InPlaceTarget;
  readonly confirmed: Confirmed;
  readonly surroundings: Surroundings;
  /** A name for this restore: one that was finished under it is not done again. */
  readonly once?: string | undefined;
  /** Change the directory in place instead of moving it aside: less room and no way back. */
  readonly isDelta: boolean;
  /** Go as far as the WAL goes, though segments are missing before its end. */
  readonly allowGap: boolean;
  /** To be shown to a person: a server that runs there is named and not refused. */
  readonly isOnlyLook?: boolean;
  /** Words for the command line of a server that never was started here. */
  readonly firstOptions?: readonly string[];
};

export type InPlacePlan = {
  readonly directory: string;
  readonly found: Found;
  readonly server: FoundServer;
  readonly tools: ServerTools;
  readonly recovery: Readonly<Record<string, string>>;
  /** The cluster's own, so that a branch which was undone is not followed; null for the newest of the archive. */
  readonly timeline: number | null;
  readonly wal: WalRow;
  readonly neededBytes: number;
  readonly availableBytes: number;
  /** An earlier restore here. */
  readonly record: RestoreRecord | null;
};

/** Changes nothing. */
export const planInPlace = async (request: InPlaceRequest): Promise<Result<InPlacePlan, Hindrance>> => {
  const target = checkTarget(request);
  if (!target.ok) {
    return target;
  }
  const {directory, server, record, isUnderWay} = target.value;
  const mayMove = request.isDelta || isUnderWay ? succeed(undefined) : checkMove(request, directory, record);
  if (!mayMove.ok) {
    return mayMove;
  }
  const recovery = request.target === 'end' ? succeed({}) : recoverySettings(request.target);
  if (!recovery.ok) {
    return impossible(`${recovery.reason}.`, 'Name the target anew.');
  }
  if (isInFuture(request.target)) {
    return impossible('The target lies in the future.', 'Without a target all comes back that was ever committed.');
  }
  const tools = await findTools(directory, server, request.source);
  if (!tools.ok) {
    return tools;
  }
  const room = await checkRoom(request, directory, isUnderWay);
  if (!room.ok) {
    return room;
  }
  const wal = await checkWal(request, isUnderWay ? (record?.oldDirectory ?? directory) : directory, tools.value);
  return wal.ok
    ? succeed({
        ...target.value,
        tools: tools.value,
        recovery: recovery.value,
        timeline: isUnderWay ? (record?.timeline ?? null) : ownTimeline(directory),
        wal: wal.value,
        ...room.value,
      })
    : wal;
};

const isInFuture = (target: InPlaceTarget): boolean =>
  target !== 'end' && 'untilTime' in target && Date.parse(target.untilTime) > Date.now();

type Target = Pick<InPlacePlan, 'directory' | 'found' | 'server' | 'record'> & {
  /** The directories change places, or have done so: what runs there is what an earlier try started. */
  readonly isUnderWay: boolean;
};

/** Whether it is the right one: everything that would be a danger is refused here. */
const checkTarget = ({
  dataDirectory,
  source,
  surroundings,
  confirmed,
  isOnlyLook,
}: InPlaceRequest): Result<Target, Hindrance> => {
  const place = checkPlace(dataDirectory, {...surroundings, apart: [...surroundings.apart, ...source.places]});
  if (!place.ok) {
    return place;
  }
  const directory = place.value;
  const record = readRecord(directory);
  const other = workingOn(record);
  if (other !== null && isOnlyLook !== true) {
    return unsafe(
      `Another program (process ${other}) restores ${directory} right now.`,
      'Wait for it, or stop it first.',
    );
  }
  const isUnderWay = record?.phase === 'switching' || record?.phase === 'recovering';
  const server = findServer(directory);
  const identifier = confirmed.identifier ?? (isUnderWay ? record.identifier : undefined);
  const found = checkIdentity(directory, {identifier}, source.identifier);
  if (!found.ok) {
    return found;
  }
  if (existsSync(join(directory, 'standby.signal'))) {
    return unsafe(
      `${directory} holds a standby, which follows another server.`,
      'Restore its primary, and build the standby anew from it; or promote it first.',
    );
  }
  const isAsked = !isUnderWay && !(isOnlyLook === true && confirmed.started === undefined);
  const mayStop = isAsked ? checkServer(directory, server, confirmed) : succeed(undefined);
  return mayStop.ok ? succeed({directory, found: found.value, server, record, isUnderWay}) : mayStop;
};

/** What would be destroyed or shared if the directory moved aside and a new one were laid beside it. */
const checkMove = (
  {source, surroundings}: InPlaceRequest,
  directory: string,
  record: RestoreRecord | null,
): Result<void, Hindrance> => {
  const restoring = restoringPath(directory);
  const place = checkPlace(restoring, {...surroundings, apart: [...surroundings.apart, ...source.places]});
  if (!place.ok) {
    return place;
  }
  if (record?.phase !== 'preparing' && lstatSync(restoring, {throwIfNoEntry: false}) !== undefined) {
    return unsafe(
      `${restoring} is there already, and no restore that is under way made it.`,
      'The new files would be laid there. Look at it, and bring it to another place.',
    );
  }
  const spaces = join(directory, 'pg_tblspc');
  return existsSync(spaces) && readdirSync(spaces).length > 0
    ? impossible(
        `${directory} has tablespaces, which lie elsewhere and cannot be moved aside with it: the restored server would write into those of the old data.`,
        'Restore it by hand with tablespace directories of its own, or change the files in place with --delta.',
      )
    : succeed(undefined);
};

/** The programs that the server itself was started by, else those of the same version; the account that its files belong to. */
const findTools = async (
  directory: string,
  {words}: FoundServer,
  {major}: BackupSource,
): Promise<Result<ServerTools, Hindrance>> => {
  const user = existsSync(directory) ? findOwner(directory) : findServerUser();
  if (!user.ok) {
    return impossible(`${user.reason}.`, 'The files of a cluster belong to the account that runs its server.');
  }
  const own = words === null ? null : dirname(words.program);
  const choice = own !== null && isExecutable(join(own, 'pg_ctl')) ? own : undefined;
  const binaries = await findServerBinaries(user.value, {major, choice});
  return binaries.ok
    ? succeed({binaries: binaries.value, user: user.value})
    : impossible(`${binaries.reason}.`, 'The data can be read by the same major version only.');
};

type Room = Pick<InPlacePlan, 'neededBytes' | 'availableBytes'>;

const checkRoom = async (
  {source, isDelta}: InPlaceRequest,
  directory: string,
  isUnderWay: boolean,
): Promise<Result<Room, Hindrance>> => {
  const parent = dirname(directory);
  const availableBytes = await freeBytes(parent);
  if (isDelta || isUnderWay) {
    return succeed({neededBytes: 0, availableBytes});
  }
  try {
    accessSync(parent, constants.W_OK);
  } catch {
    return impossible(
      `This account may not write in ${parent}, where the old data would be kept as ${directory}.incident-….`,
      'Run this as the account of the server or as root, or change the files in place with --delta.',
    );
  }
  if (existsSync(directory) && statSync(directory).dev !== statSync(parent).dev) {
    return impossible(
      `${directory} is a file system of its own and cannot be moved aside.`,
      'Name a backup to be laid into it with --delta, which changes the files in place and keeps only a copy of pg_wal.',
    );
  }
  return availableBytes < source.bytes
    ? impossible(
        `${parent} has room for ${formatBytes(availableBytes)}, and the backup takes ${formatBytes(source.bytes)}.`,
        'Make room, or change the files in place with --delta, which keeps only a copy of pg_wal.',
      )
    : succeed({neededBytes: source.bytes, availableBytes});
};

const checkWal = async (
  {source, allowGap, target}: InPlaceRequest,
  oldDirectory: string,
  {user}: ServerTools,
): Promise<Result<WalRow, Hindrance>> => {
  if (source.archiveDir !== null && !(await canRead(user, source.archiveDir))) {
    return impossible(
      `The account ${user.name} runs the server and cannot read the WAL archive ${source.archiveDir}.`,
      'Let it read there.',
    );
  }
  const wal = compareWal({
    startSegment: source.startSegment,
    walDirectory: join(oldDirectory, 'pg_wal'),
    archiveDir: source.archiveDir,
    backupWal: source.walDirectory,
  });
  return wal.missing === null || allowGap
    ? succeed(wal)
    : impossible(
        `The WAL segment ${wal.missing} is neither in the archive nor in pg_wal, though later ones are: recovery to ${target === 'end' ? 'the end' : describeTarget(target)} would stop before it.`,
        'Bring it there, take a later backup, or go only as far as the WAL goes with --allow-gap.',
      );
};

/** Null where nothing of the cluster is left that says so. */
const ownTimeline = (directory: string): number | null => {
  const newest = Math.max(readControlFile(directory)?.timeline ?? 0, newestHistory(join(directory, 'pg_wal')));
  return newest === 0 ? null : newest;
};
