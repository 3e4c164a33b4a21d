/** Replication slots as they stand in the files of a cluster, for a server that does not start: which of them hold how much WAL. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {formatLsn} from '../base-backup.ts';

export type SlotOnDisk = {
  readonly name: string;
  /** A logical one belongs to a database. */
  readonly isLogical: boolean;
  readonly restartLsn: string;
  /** Of WAL between there and the end that is known, in bytes. */
  readonly heldBytes: number;
};

/** `ReplicationSlotOnDisk` of slot.c, the same from version 10 on: a head of 16 bytes, then the name and what it holds. */
const magic = 0x1051ca1;
const offsets = {name: 16, nameEnd: 80, database: 80, restart: 96, end: 104};

/** Those that hold WAL, the one that holds most first. `endLsn` is the last position that is known of the WAL. */
export const slotsOnDisk = (dataDirectory: string, endLsn: bigint): readonly SlotOnDisk[] => {
  const directory = join(dataDirectory, 'pg_replslot');
  return namesOf(directory)
    .flatMap(name => readSlot(join(directory, name, 'state'), endLsn) ?? [])
    .sort((a, b) => b.heldBytes - a.heldBytes);
};

const readSlot = (path: string, endLsn: bigint): SlotOnDisk | null => {
  try {
    return parseSlot(readFileSync(path), endLsn);
  } catch {
    return null;
  }
};

/** Null for what is no slot, or one that holds no WAL. */
export const parseSlot = (bytes: Buffer, endLsn: bigint): SlotOnDisk | null => {
  if (bytes.length < offsets.end || bytes.readUInt32LE(0) !== magic) {
    return null;
  }
  const restart = bytes.readBigUInt64LE(offsets.restart);
  const name = bytes.toString('utf8', offsets.name, offsets.nameEnd).replace(/\0.*$/s, '');
  return restart === 0n
    ? null
    : {
        name,
        isLogical: bytes.readUInt32LE(offsets.database) !== 0,
        restartLsn: formatLsn(restart),
        heldBytes: Number(endLsn > restart ? endLsn - restart : 0n),
      };
};

const namesOf = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};
