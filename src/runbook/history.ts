/** What earlier runs of a runbook showed, as far as they are on this machine. */

export type RunbookHistory = {
  /** How many drills came to their end. */
  readonly drills: number;
  /** The branches that were taken in one of them, by `decision:branch`. */
  readonly drilled: ReadonlySet<string>;
  /** How long a step took, by its id, milliseconds; the newest run last. Only what was really done, to its end. */
  readonly tookMs: ReadonlyMap<string, readonly number[]>;
  /** The same of incidents alone: a lab is small, so that something goes fast there says nothing. */
  readonly tookInIncidentsMs: ReadonlyMap<string, readonly number[]>;
};
