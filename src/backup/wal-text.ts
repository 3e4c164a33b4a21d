/** One line of pg_waldump, as far as deletions are concerned: 14 and 15 spell records another way than 16 and later. */

import type {Change} from './deletion.ts';

export type WalRecord =
  | {
      readonly kind: 'delete';
      readonly xid: string;
      readonly lsn: string;
      readonly database: number;
      readonly filenode: number;
      readonly ctid: string;
    }
  | {
      readonly kind: 'commit';
      readonly xid: string;
      readonly lsn: string;
      readonly at: string;
      readonly savepoints: readonly string[];
    }
  /** The number that the next transaction will get: whoever has a higher one began after this. */
  | {readonly kind: 'running'; readonly nextXid: number};

/** The record, or null for all others; of an update, the row as it was counts as deleted. */
export const parseWalLine = (line: string, change: Change = 'delete'): WalRecord | null => {
  const [, manager, xid = '', position = '', description = ''] =
    /^rmgr: (\S+) .*?, tx: +(\d+), lsn: ([0-9A-F]+\/[0-9A-F]+), .*?desc: (.*)$/.exec(line) ?? [];
  // The server writes the same position without leading zeros.
  const lsn = position.replace(/\/0+(?=.)/, '/');
  switch (manager) {
    case 'Heap':
      return change === 'delete' ? deletion(xid, lsn, description) : update(xid, lsn, description);
    case 'Transaction':
      return commit(xid, lsn, description);
    case 'Standby':
      return running(description);
    default:
      return null;
  }
};

const deletion = (xid: string, lsn: string, description: string): WalRecord | null => {
  const [, offset] = /^DELETE.*? off:? (\d+)/.exec(description) ?? [];
  const [, database, filenode, block] = /rel \d+\/(\d+)\/(\d+)(?: fork main)? blk (\d+)/.exec(description) ?? [];
  return offset === undefined || block === undefined
    ? null
    : {kind: 'delete', xid, lsn, database: Number(database), filenode: Number(filenode), ctid: `(${block},${offset})`};
};

// Where the new form went to another page, that page is named first and the old one last.
const update = (xid: string, lsn: string, description: string): WalRecord | null => {
  const [, offset] = /^(?:HOT_)?UPDATE.*? (?:old_)?off:? (\d+)/.exec(description) ?? [];
  const [, database, filenode, block] = /.*rel \d+\/(\d+)\/(\d+)(?: fork main)? blk (\d+)/.exec(description) ?? [];
  return offset === undefined || block === undefined
    ? null
    : {kind: 'delete', xid, lsn, database: Number(database), filenode: Number(filenode), ctid: `(${block},${offset})`};
};

// The time is written in the zone that the program was given; a prepared transaction's own number stands before it.
const commit = (xid: string, lsn: string, description: string): WalRecord | null => {
  const [, prepared, day, time] =
    /^COMMIT(?:_PREPARED)? (?:(\d+): )?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) UTC/.exec(description) ?? [];
  const savepoints = /; subxacts: (\d+(?: \d+)*)/.exec(description)?.[1]?.split(' ') ?? [];
  return day === undefined ? null : {kind: 'commit', xid: prepared ?? xid, lsn, at: `${day}T${time}Z`, savepoints};
};

const running = (description: string): WalRecord | null => {
  const next = /^RUNNING_XACTS nextXid (\d+)/.exec(description)?.[1];
  return next === undefined ? null : {kind: 'running', nextXid: Number(next)};
};
