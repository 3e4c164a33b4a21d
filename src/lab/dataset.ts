/** What a lab can be filled with, and what its application writes. */

/** Texts of SQL that may run at the same time; the next stage begins when all of them are done. */
export type Stage = readonly string[];

export type Dataset = {
  readonly name: string;
  readonly database: string;
  /** The role that the application logs in with: it may use the tables and nothing else. */
  readonly applicationRole: string;
  /** A file of SQL that is loaded first. */
  readonly file?: string;
  /** Run by the superuser in the new database, stage by stage; `scale` is the number of orders, or of what is central. */
  readonly load: (scale: number) => readonly Stage[];
  /** What the application writes: one statement, so one transaction, that returns the new keys by table. */
  readonly write: {
    readonly sql: string;
    readonly values: (turn: number, scale: number) => readonly (string | number)[];
  };
  /** What the application reads between its writes: at least one row, as long as nothing is lost. */
  readonly read: {
    readonly sql: string;
    readonly values: (turn: number, scale: number) => readonly (string | number)[];
  };
  /** For each table, which rows the application wrote, as opposed to those that were loaded. */
  readonly writtenRows: Readonly<Record<string, string>>;
};
