/** A transaction that deleted rows: when it was, where it stands in the WAL, and what it took. */

/** Rows that are gone, or rows that were given other values: the WAL names the old address of both. */
export type Change = 'delete' | 'update';

export type Deletion = {
  readonly xid: string;
  /** RFC 3339 in UTC with microseconds, six digits always: so times compare as texts, and both searches write the same. */
  readonly committedAt: string;
  readonly firstLsn: string;
  readonly commitLsn: string;
  /** Numbers of its savepoints: rows carry these, not the transaction's own. */
  readonly savepoints: readonly string[];
  readonly rows: number;
  /** Rows by table, of all tables: also of those that nobody asked for. */
  readonly tables: Readonly<Record<string, number>>;
  /** Rows in tables that were rewritten or dropped since: nobody can say which, and they cannot be brought back from here. */
  readonly unknownRows: number;
  /** False when it may have begun before the WAL that is still on the server: then it may have deleted more. */
  readonly whole: boolean;
};

/** A time in UTC as it stands in `committedAt`: the server leaves zeros at the end of a second's fraction out, pg_waldump does not. */
export const inMicroseconds = (time: string): string =>
  time.replace(/(?:\.(\d{1,6}))?Z$/, (_, fraction = '') => `.${String(fraction).padEnd(6, '0')}Z`);

export type Found = {
  readonly deletions: readonly Deletion[];
  /** False when a part of the window's WAL could not be searched: then there may be more than is listed. */
  readonly complete: boolean;
  readonly searched: readonly ('server' | 'archive')[];
};

/** The addresses (ctid) of the rows that one transaction deleted, by table, quoted and with its schema. */
export type DeletedRows = Readonly<Record<string, readonly string[]>>;

/** What is looked for. */
export type FindRequest = {
  readonly live: string;
  /** Transactions that deleted rows of one of these; left out: of any table of the database. */
  readonly tables?: readonly string[];
  /** Deleted rows where it is left out. */
  readonly change?: Change;
  /** The window of commits, RFC 3339; the end is now when left out. */
  readonly from: string;
  readonly to?: string;
  /** Searched too when the server cannot be asked or its WAL does not reach back far enough. */
  readonly archiveDir?: string;
  /** Installs pg_walinspect when it is missing; it adds functions and changes no data. */
  readonly createExtension?: boolean;
  /** Brings the current segment into the archive first, where the server's own WAL cannot be searched. */
  readonly switchWal?: boolean;
};

/** One deletion, by what was found of it. */
export type DeletedRowsRequest = {
  readonly live: string;
  /** Deleted rows where it is left out. */
  readonly change?: Change;
  readonly xid: string;
  readonly firstLsn: string;
  readonly commitLsn: string;
  /** Left out: all tables of which it deleted rows. */
  readonly tables?: readonly string[];
  /** Tables whose rows stay deleted. */
  readonly except?: readonly string[];
  /** Read when that WAL is no longer on the server, or the server has no pg_walinspect; then `committedAt` says where. */
  readonly archiveDir?: string;
  readonly committedAt?: string;
};
