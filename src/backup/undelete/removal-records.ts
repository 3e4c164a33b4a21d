/** The few WAL records that say that something was removed: the same text from pg_walinspect and from pg_waldump. */

export type RemovalRecord =
  | {
      readonly kind: 'commit';
      readonly xid: string;
      readonly lsn: string;
      readonly at: string;
      readonly savepoints: readonly string[];
      /** Files that the commit removed. */
      readonly files: readonly RelationFile[];
      /** Relations whose statistics went with them (15 and later): these are gone, and not only rewritten. */
      readonly gone: readonly RelationFile[];
    }
  | {readonly kind: 'abort'; readonly xid: string}
  | {readonly kind: 'create'; readonly xid: string; readonly file: RelationFile}
  /** Nobody else may use these relations: by their numbers in the catalog. */
  | {readonly kind: 'lock'; readonly xid: string; readonly lsn: string; readonly relations: readonly RelationFile[]}
  | {readonly kind: 'database'; readonly xid: string; readonly lsn: string; readonly database: number}
  /** A change of pg_database in place, which comes just before its files go. */
  | {readonly kind: 'mark'; readonly lsn: string};

/** A number within a database: of a file, or of a relation in the catalog. */
export type RelationFile = {readonly database: number; readonly number: number};

export type WalText = {
  readonly manager: string;
  readonly xid: string;
  readonly lsn: string;
  /** The type of the record, then its description. */
  readonly text: string;
};

/** A line of pg_waldump as such a text; null for what is no record. */
export const walTextOf = (line: string): WalText | null => {
  const [, manager = '', xid = '', position = '', text = ''] =
    /^rmgr: (\S+) .*?, tx: +(\d+), lsn: ([0-9A-F]+\/[0-9A-F]+), .*?desc: (.*)$/.exec(line) ?? [];
  // The server writes the same position without leading zeros.
  return manager === '' ? null : {manager, xid, lsn: position.replace(/\/0+(?=.)/, '/'), text};
};

/** The record, or null for all others. */
export const parseRemovalRecord = ({manager, xid, lsn, text}: WalText): RemovalRecord | null => {
  switch (manager) {
    case 'Transaction':
      return transaction(xid, lsn, text);
    case 'Storage': {
      const file = /^CREATE (\S+)/.exec(text)?.[1];
      return file === undefined ? null : {kind: 'create', xid, file: fileOf(file)};
    }
    case 'Standby': {
      const relations = [...text.matchAll(/xid \d+ db (\d+) rel (\d+)/g)];
      return text.startsWith('LOCK') && relations.length > 0
        ? {kind: 'lock', xid, lsn, relations: relations.map(([, database, number]) => pair(database, number))}
        : null;
    }
    case 'Database': {
      const database = /^DROP dirs? \d+\/(\d+)/.exec(text)?.[1];
      return database === undefined ? null : {kind: 'database', xid, lsn, database: Number(database)};
    }
    case 'Heap':
      return text.startsWith('INPLACE') && /rel 1664\/0\/1262\b/.test(text) ? {kind: 'mark', lsn} : null;
    default:
      return null;
  }
};

// The time is written in UTC by both; a prepared transaction's own number stands before it.
const transaction = (xid: string, lsn: string, text: string): RemovalRecord | null => {
  const [, prepared, day, time] =
    /^COMMIT(?:_PREPARED)? (?:(\d+): )?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?: UTC|\+00)/.exec(text) ?? [];
  if (day === undefined) {
    const aborted = /^ABORT_PREPARED (\d+)|^ABORT/.exec(text);
    return aborted === null ? null : {kind: 'abort', xid: aborted[1] ?? xid};
  }
  const listed = (name: string): readonly string[] =>
    new RegExp(`; ${name}: ([^;]*)`).exec(text)?.[1]?.trim().split(' ') ?? [];
  return {
    kind: 'commit',
    xid: prepared ?? xid,
    lsn,
    at: `${day}T${time}Z`,
    savepoints: listed('subxacts'),
    files: listed('rels').map(fileOf),
    gone: listed('dropped stats').flatMap(stats => {
      const [kind, database, number] = stats.split('/');
      return kind === relationStats ? [pair(database, number)] : [];
    }),
  };
};

/** PGSTAT_KIND_RELATION (pgstat.h). */
const relationStats = '2';

/** `base/16384/16393`, and within a tablespace `pg_tblspc/16390/PG_15_202209061/16384/16393`. */
const fileOf = (path: string): RelationFile => {
  const [database, number] = path.split('/').slice(-2);
  return pair(database, number);
};

const pair = (database = '', number = ''): RelationFile => ({database: Number(database), number: Number(number)});
