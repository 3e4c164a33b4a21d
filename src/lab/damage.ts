/** What a fault did, written down where the damage cannot reach it: the truth that the oracle judges by. Plain JSON. */

export type LostRow = {
  /** The primary key as a JSON list of texts, in the order of `keyColumns`. */
  readonly key: readonly string[];
  /** hashtextextended(row::text, 0): equal only when every column is, byte for byte. */
  readonly fingerprint: string;
};

export type LostTable = {
  /** Quoted and with its schema, ready for SQL. */
  readonly table: string;
  readonly keyColumns: readonly string[];
  readonly rows: readonly LostRow[];
};

/** A whole table as one number that no order of rows changes; without what the application writes. */
export type TableFingerprint = {
  readonly table: string;
  readonly rows: number;
  readonly sum: string;
};

export type Damage = {
  readonly fault: string;
  readonly transaction: string;
  /** RFC 3339 with microseconds, by the damaged server's own clock. */
  readonly committedAt: string;
  readonly lost: readonly LostTable[];
  readonly rowsLost: number;
  /** All tables as they were the moment before. */
  readonly before: readonly TableFingerprint[];
  /** Constraints, indexes, triggers and the application's rights as they were then. */
  readonly structure: readonly string[];
};
