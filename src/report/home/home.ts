/** What stands on the home screen, as data: whatever waits, is owed, or can be begun. */
import type {Owed, RunBrief} from '../../run/brief.ts';
import type {Triage} from '../../run/triage.ts';
import type {Debt} from '../history/debt.ts';

/** Who has a run that is driven elsewhere, as they wrote it down themselves. */
export type Holder = {readonly user: string; readonly host: string; readonly pid: number; readonly since: string};

/** Of the plan that a run has pinned: how to reach each contact. */
export type Phones = {readonly [contact: string]: string};

/** A run that has not come to its end. `never-began` is one whose first fact was never durable. */
export type OpenRun = {readonly run: string} & (
  | {
      readonly stands: 'free';
      readonly brief: RunBrief;
      readonly phones: Phones;
      /** Of a drill whose lab was taken down: it can only be closed. */
      readonly labIsGone: boolean;
    }
  | {
      readonly stands: 'held-elsewhere';
      readonly brief: RunBrief;
      readonly phones: Phones;
      readonly holder: Holder | null;
    }
  | {readonly stands: 'never-began'}
);

/** A runbook as it is found now; of one with errors only what the text says openly is known. */
export type HomeRunbook = {
  readonly id: string;
  /** As it is called from here. */
  readonly file: string;
  readonly title: string;
  /** Null where the text has errors. */
  readonly scenario: string | null;
  readonly version: string | null;
  readonly owner: string | null;
  readonly summary: string;
  readonly symptoms: readonly string[];
  readonly rtoMs: number | null;
  readonly rpoMs: number | null;
  /** The longest way to the stop of its clock, nine times in ten at most this long; null where there is none. */
  readonly worstP90Ms: number | null;
  /** `2026-11-01`, and by how many days it is over; 0 or less where it is not due yet. */
  readonly review: {readonly last: string; readonly dueOn: string; readonly lateDays: number} | null;
  readonly canDrill: boolean;
  /** Other drills of it, in its own order; each goes another way or cures another damage. */
  readonly variants: readonly {readonly name: string; readonly title: string | null}[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Its runs that are over, the latest first. */
  readonly runs: readonly RunBrief[];
  /** What of it nobody has gone through yet; null until all runs are read, and where the text has errors. */
  readonly debt: Debt | null;
};

/** What is owed, and in which run. */
export type HomeOwed = Owed & {
  readonly run: string;
  readonly mode: RunBrief['mode'];
  /** Until when it stands here, where nothing can say any more that it is done; else null. */
  readonly listedUntilMs: number | null;
};

export type Home = {
  /** The state directory. */
  readonly place: string;
  readonly nowMs: number;
  /** How many runs there are in all. */
  readonly runs: number;
  /** While runs are still being read: how many are. */
  readonly reading: {readonly done: number; readonly of: number} | null;
  readonly open: readonly OpenRun[];
  /** The earliest first. */
  readonly owed: readonly HomeOwed[];
  readonly runbooks: readonly HomeRunbook[];
  /** What could not be read, a sentence each. */
  readonly troubles: readonly string[];
  /** What triage would look at, or found; nothing until somebody asked. */
  readonly triage?: Triage;
};

/** Nobody has run anything here yet. */
export const isFirstTime = ({runs, reading}: Home): boolean => runs === 0 && reading === null;
