/** Whom the plan of a run names: pinned with its first fact, so that whoever reads it later can call them too. */

/** A contact of the plan: how to reach it, and the public keys that its signatures are held against for as long as the record is kept. */
export type KnownContact = {
  readonly name: string;
  readonly keys: readonly string[];
  readonly phone?: string;
  readonly email?: string;
};

/** A rung of the plan's ladder: who is told after how long without an answer. */
export type LadderRung = {readonly title: string; readonly contact: string; readonly afterMs: number};
