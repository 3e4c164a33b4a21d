/** Who was there by the logs, and what they did: one role from one address. */

export type Visitor = {
  readonly role: string;
  readonly address: string;
  readonly isIntruder: boolean;
  readonly sessions: number;
  readonly programs: readonly string[];
  readonly first: string;
  readonly last: string;
  /** Rows by table; null where rows are not counted. */
  readonly read: Readonly<Record<string, number | null>>;
  readonly changed: Readonly<Record<string, number | null>>;
  /** Commands that changed roles, rights, code or structure. */
  readonly commands: readonly string[];
};
