/** A transaction that removed tables, their rows, or a database: when it was, what it removed, and where a rebuild must stop. */

export type RemovalKind = 'database' | 'dropped' | 'truncated';

export type Removal = {
  readonly xid: string;
  readonly kind: RemovalKind;
  /** RFC 3339 in UTC with microseconds, six digits always. */
  readonly committedAt: string;
  readonly commitLsn: string;
  /** Where a side instance must stop: before the locks that would keep it from reading, or before a database's files go. */
  readonly beforeLsn: string;
  /** Tables that were emptied, as the live server names them. */
  readonly truncated: readonly string[];
  /** Tables that are gone, as the catalog of a base backup names them; empty where no backup was given. */
  readonly dropped: readonly string[];
  /** Relations that are gone and have no name here: made after the backup, or no backup was given. */
  readonly unnamed: number;
  /** The database that is gone: its name as a base backup has it, else its number. */
  readonly database: string | null;
  /** Files of this database that the commit removed, by filenode: what tells the tables on a side instance. */
  readonly files: readonly number[];
};

export type Removals = {
  readonly removals: readonly Removal[];
  /** False when a part of the window's WAL could not be searched: then there may be more than is listed. */
  readonly complete: boolean;
  readonly searched: readonly ('server' | 'archive')[];
};

/** What is looked for. */
export type RemovalRequest = {
  readonly live: string;
  /** The window of commits, RFC 3339; the end is now when left out. */
  readonly from: string;
  readonly to?: string;
  readonly archiveDir?: string;
  /** A plain base backup whose catalog gives the names of what is gone. */
  readonly backupDir?: string;
  readonly createExtension?: boolean;
  readonly switchWal?: boolean;
};
