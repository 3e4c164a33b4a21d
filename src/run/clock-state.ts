/** What the clocks of a run's hosts are worth: how often they were set, and whether all of its time was measured. */

export type ClockState = {
  /** By how much the wall clock was set forward since the run began, milliseconds: no time in this state holds any of it. */
  jumpedMs: number;
  /** Each time that it was set; `atMs` in the time of the run. */
  readonly clockJumps: {readonly seq: number; readonly atMs: number; readonly byMs: number}[];
  /** The start of the host that the last session was opened after, and how long after, where the system told. */
  boot?: {readonly id: string; readonly bootUs?: number};
  /** Somewhere between two sessions nothing but the wall clock tells how long it was: the host was restarted. */
  isTimeUncertain: boolean;
};
