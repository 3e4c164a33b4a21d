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

/** What a fault wrote down for itself, to find its symptom again. */
export type DamageDetail = Readonly<Record<string, string | number | readonly string[]>>;

export type Damage = {
  readonly fault: string;
  /** Number of the transaction that did it; none where no transaction did. */
  readonly transaction?: string;
  /** RFC 3339, by the damaged server's own clock: when its transaction committed, else when the damage was there. */
  readonly committedAt: string;
  /** Rows that are gone or not as they were, as they were. */
  readonly lost: readonly LostTable[];
  /** Tables that lost every row; `before` has what was in them. */
  readonly tablesLost: readonly string[];
  /** Of both together. */
  readonly rowsLost: number;
  /** All tables as they were the moment before, without what the application writes. */
  readonly before: readonly TableFingerprint[];
  /** The newest rows that the application had written by then. Where they are there, they have to be the same. */
  readonly written: readonly LostTable[];
  /** Tables, columns, constraints, indexes, triggers, sequences and rights as they were then. */
  readonly structure: readonly string[];
  readonly detail?: DamageDetail;
  /** Where somebody came in who must be kept out from now on. */
  readonly intrusion?: {
    readonly address: string;
    /** Whose passwords it has, and who it made. */
    readonly roles: readonly string[];
    /** Roles, memberships, their settings and the rules of pg_hba.conf as they were before. */
    readonly access: readonly string[];
  };
};
