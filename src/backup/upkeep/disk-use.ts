/** What holds the space of the disks that a cluster writes to, whether its server runs or not. Looks only. */
import {existsSync, readdirSync, realpathSync, statfsSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {formatBytes} from '../../base/size.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {findServer} from '../../postgres/found-server.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {checkIdentity} from '../in-place/identity.ts';
import {checkPlace, type Surroundings} from '../in-place/place.ts';
import {bytesIn} from '../in-place/room.ts';
import {type LargeFile, largestOthers} from './other-files.ts';
import {type SlotOnDisk, slotsOnDisk} from './slots-on-disk.ts';

export type Disk = {
  /** What of the cluster stands there: `data`, `wal`, `tablespace 16400`. */
  readonly of: readonly string[];
  readonly path: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Inodes; null where the file system does not count them. */
  readonly freeFiles: number | null;
};

export type DiskUse = {
  readonly directory: string;
  readonly identifier: string;
  readonly running: boolean;
  readonly disks: readonly Disk[];
  /** That with the least room: the one to look at. */
  readonly fullest: Disk;
  /** Without room for one more segment of WAL, or without an inode: a server ends there. */
  readonly isFull: boolean;
  readonly walBytes: number;
  /** Segments that wait to be archived. */
  readonly waiting: number;
  readonly slots: readonly SlotOnDisk[];
  readonly logBytes: number;
  /** Of queries that were killed; a start removes them. */
  readonly temporaryBytes: number;
  /** On the fullest disk, of no cluster and no backup, the largest first. */
  readonly otherFiles: readonly LargeFile[];
  readonly summary: string;
};

/** Refused where the directory is none of a cluster, or not that of the one that was confirmed. */
export const lookAtDisks = async (request: {
  readonly dataDirectory: string;
  readonly identifier: string | undefined;
  readonly surroundings: Surroundings;
}): Promise<Result<DiskUse, Hindrance>> => {
  const directory = checkPlace(request.dataDirectory, request.surroundings);
  if (!directory.ok) {
    return directory;
  }
  const found = checkIdentity(directory.value, {identifier: request.identifier});
  if (!found.ok) {
    return found;
  }
  if (found.value.state !== 'known') {
    return unsafe(`${directory.value} holds no cluster.`, 'Name the data directory of the cluster, on its own host.');
  }
  try {
    return succeed(await look(directory.value, found.value.identifier));
  } catch (thrown) {
    return impossible(
      `The disks cannot be looked at: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Run this as root, or as the account of the server.',
    );
  }
};

const look = async (directory: string, identifier: string): Promise<DiskUse> => {
  const wal = realpathSync(join(directory, 'pg_wal'));
  const disks = disksOf(directory, wal);
  const segmentBytes = segmentSize(wal);
  const [fullest = nowhere(directory)] = fullestFirst(disks, segmentBytes);
  const control = readControlFile(directory);
  const use = {
    directory,
    identifier,
    running: findServer(directory).process !== null,
    disks,
    fullest,
    isFull: endsServer(fullest, segmentBytes),
    walBytes: await bytesIn(wal),
    waiting: namesIn(join(wal, 'archive_status')).filter(name => name.endsWith('.ready')).length,
    slots: slotsOnDisk(directory, control?.checkpointLsn ?? 0n),
    logBytes: await bytesBelow(join(directory, 'log')),
    temporaryBytes: await bytesBelow(join(directory, 'base/pgsql_tmp')),
    otherFiles: largestOthers(fullest.path).files,
  };
  return {...use, summary: inWords(use)};
};

/** Those first on which a server ends, then by their room: a disk without inodes is full however many bytes it has left. */
export const fullestFirst = (disks: readonly Disk[], segmentBytes: number): readonly Disk[] =>
  disks.toSorted(
    (a, b) => Number(endsServer(b, segmentBytes)) - Number(endsServer(a, segmentBytes)) || a.freeBytes - b.freeBytes,
  );

const endsServer = ({freeBytes, freeFiles}: Disk, segmentBytes: number): boolean =>
  freeBytes < segmentBytes || freeFiles === 0;

/** The cluster's own directory, its WAL and its tablespaces, put together by the disk that they stand on. */
const disksOf = (directory: string, wal: string): readonly Disk[] => {
  const spaces = join(directory, 'pg_tblspc');
  const places = [
    {of: 'data', path: directory},
    {of: 'wal', path: wal},
    ...namesIn(spaces)
      .filter(name => existsSync(join(spaces, name)))
      .map(name => ({of: `tablespace ${name}`, path: realpathSync(join(spaces, name))})),
  ];
  const devices = new Map<number, Disk>();
  for (const {of, path} of places) {
    const {dev} = statSync(path);
    const known = devices.get(dev);
    devices.set(dev, known === undefined ? {...roomAt(path), of: [of]} : {...known, of: [...known.of, of]});
  }
  return [...devices.values()];
};

const nowhere = (path: string): Disk => ({...roomAt(path), of: ['data']});

/** What an account other than root may still write. */
const roomAt = (path: string): Omit<Disk, 'of'> => {
  const {bavail, bsize, blocks, files, ffree} = statfsSync(path);
  return {path, freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeFiles: files === 0 ? null : ffree};
};

/** That of any segment that is there; 16 MiB by default (PostgreSQL manual, initdb --wal-segsize). */
const segmentSize = (wal: string): number => {
  const segment = namesIn(wal).find(name => /^[0-9A-F]{24}$/.test(name));
  return segment === undefined ? 16 * 1024 * 1024 : statSync(join(wal, segment)).size;
};

const namesIn = (directory: string): readonly string[] => (existsSync(directory) ? readdirSync(directory) : []);

const bytesBelow = (directory: string): Promise<number> | number => (existsSync(directory) ? bytesIn(directory) : 0);

const inWords = (use: Omit<DiskUse, 'summary'>): string => {
  const {fullest, isFull, walBytes, waiting, slots, logBytes, temporaryBytes, otherFiles, running} = use;
  const [slot] = slots;
  const [file] = otherFiles;
  const held = [
    `WAL takes ${formatBytes(walBytes)}`,
    ...(slot === undefined ? [] : [`the slot ${slot.name} holds at least ${formatBytes(slot.heldBytes)} of it`]),
    ...(waiting === 0 ? [] : [`${waiting === 1 ? '1 segment waits' : `${waiting} segments wait`} to be archived`]),
    ...(logBytes === 0 ? [] : [`logs take ${formatBytes(logBytes)}`]),
    ...(temporaryBytes === 0 ? [] : [`temporary files take ${formatBytes(temporaryBytes)}`]),
    ...(file === undefined ? [] : [`${file.path}, which is of no cluster, takes ${formatBytes(file.bytes)}`]),
  ];
  const state = isFull ? 'is full' : `has room for ${formatBytes(fullest.freeBytes)}`;
  return `the disk of ${fullest.of.join(' and ')} at ${fullest.path} ${state}, and the server ${running ? 'runs' : 'does not run'}; ${held.join(', ')}`;
};
