/** Large files on a disk that belong to no cluster and no backup: what may be moved to another disk without a thought of PostgreSQL. */
import {type Dirent, lstatSync, readdirSync, type Stats} from 'node:fs';
import {dirname, join} from 'node:path';
import {isKept, keptAround} from './kept-names.ts';
import {lookAtOpenFiles} from './open-files.ts';

export type LargeFile = {readonly path: string; readonly bytes: number};

export type OtherFiles = {
  /** The largest first. */
  readonly files: readonly LargeFile[];
  /** False where there were more names than are looked at. */
  readonly isWhole: boolean;
};

/** Smaller ones make no room. */
const leastBytes = 1024 * 1024;
const most = 10;
/** Enough for a disk of a database; a disk of a mail server is left to `du`. */
const namesMax = 200_000;

/** What the system itself or its packages need, where the disk is that of the system. */
const ofTheSystem = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/nix',
  '/opt',
  '/proc',
  '/run',
  '/sbin',
  '/snap',
  '/sys',
  '/usr',
  '/var/lib',
];

/** Never one of a cluster, a backup or an archive, nor one with a second name, nor one that a process has open. */
export const largestOthers = (path: string): OtherFiles => {
  const root = rootOfDisk(path);
  const open = lookAtOpenFiles();
  const device = lstatSync(root).dev;
  const found: LargeFile[] = [];
  // A disk may be mounted within a cluster, as that of a tablespace.
  const waiting = keptAround(root) === null ? [root] : [];
  let seen = 0;
  for (let directory = waiting.pop(); directory !== undefined && seen < namesMax; directory = waiting.pop()) {
    const entries = entriesOf(directory);
    seen += entries.length;
    const stands = entries.map(({name}) => join(directory ?? '', name)).flatMap(path => standing(path, device));
    if (
      !isKept(
        directory,
        entries.map(({name}) => name),
      )
    ) {
      waiting.push(...stands.filter(({stats}) => stats.isDirectory()).map(({path: below}) => below));
      found.push(...stands.filter(({stats}) => isLarge(stats) && open.holds(stats) !== true).map(inShort));
    }
  }
  return {files: found.sort((a, b) => b.bytes - a.bytes).slice(0, most), isWhole: seen < namesMax};
};

type Standing = {readonly path: string; readonly stats: Stats};

const standing = (path: string, device: number): readonly Standing[] => {
  const stats = statsOf(path);
  return stats === null || stats.dev !== device || ofTheSystem.includes(path) ? [] : [{path, stats}];
};

const isLarge = (stats: Stats): boolean => stats.isFile() && stats.size >= leastBytes && stats.nlink === 1;

const inShort = ({path, stats}: Standing): LargeFile => ({path, bytes: stats.size});

/** The directory that the file system of a path is mounted at. */
const rootOfDisk = (path: string): string => {
  const above = dirname(path);
  return above === path || lstatSync(above).dev !== lstatSync(path).dev ? path : rootOfDisk(above);
};

const entriesOf = (directory: string): readonly Dirent[] => {
  try {
    return readdirSync(directory, {withFileTypes: true});
  } catch {
    return [];
  }
};

const statsOf = (path: string) => {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
};
