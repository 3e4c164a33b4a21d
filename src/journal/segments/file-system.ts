/** What the file system under a directory is, and how much room it has. */
import {statfsSync} from 'node:fs';
import {formatBytes} from '../../base/size.ts';

export type FileSystem = {
  /** Its name, where it is one whose locks and syncs another host or program answers for. */
  readonly network?: string;
  readonly freeBytes: number;
  /** From 0 to 1; nothing where the file system counts none. */
  readonly freeInodes?: number;
};

/** Asks the kernel; nothing where it does not answer. Costs one call. */
export type Measure = (path: string) => FileSystem | undefined;

/** The numbers of linux/magic.h and of the kernel's SMB client. Docker's overlay and tmpfs are local and stand in no list. */
const networks: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB (CIFS)'],
  [0xfe534d42, 'SMB 2'],
  [0x01021997, '9p'],
  [0x65735546, 'FUSE'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
  [0x00c36400, 'Ceph'],
  [0x786f4256, 'a shared folder of VirtualBox'],
]);

/** The name of a network file system by the type that statfs gives on Linux; elsewhere types are numbered by each kernel anew. */
export const networkName = (type: number, platform: NodeJS.Platform = process.platform): string | undefined =>
  // Types above 2^31 come as negative numbers from some kernels.
  platform === 'linux' ? networks.get(type >>> 0) : undefined;

export const measure: Measure = path => {
  try {
    const {type, bavail, bsize, files, ffree} = statfsSync(path);
    const network = networkName(type);
    return {
      ...(network !== undefined && {network}),
      freeBytes: bavail * bsize,
      ...(files > 0 && {freeInodes: ffree / files}),
    };
  } catch {
    return undefined;
  }
};

/** How much room there is: for a drill as well, for an incident only, or hardly any. */
export type Room = 'enough' | 'low' | 'nearly-full';

const mebibyte = 1024 * 1024;

/** docs/design/journal-format.md, "When the disk fails": below the first a drill is not begun, below the second everybody is told. */
const lowBytes = 256 * mebibyte;
const nearlyFullBytes = 128 * mebibyte;
const lowInodes = 0.05;

/** What there is room for. What cannot be measured counts as enough: nothing is refused on a doubt. */
export const roomOf = (found: FileSystem | undefined): Room => {
  if (found === undefined) {
    return 'enough';
  }
  if (found.freeBytes < nearlyFullBytes) {
    return 'nearly-full';
  }
  return found.freeBytes < lowBytes || (found.freeInodes ?? 1) < lowInodes ? 'low' : 'enough';
};

/** The same as a clause: how much is left, of what there is too little of. */
export const roomWords = ({freeBytes, freeInodes}: FileSystem): string =>
  freeBytes < lowBytes || freeInodes === undefined
    ? `${formatBytes(freeBytes)} are free`
    : `${(freeInodes * 100).toFixed(1)} % of its inodes are free`;
