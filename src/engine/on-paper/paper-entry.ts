/** One line of what was done on paper, as it is to be entered into a run. */
import type {Json} from '../../base/canonical-json.ts';
import type {Path} from '../../run/path.ts';

/** What came of a step. */
export type Did =
  | {readonly did: 'done' | 'skipped' | 'failed' | 'not-applicable' | 'approved' | 'rejected'}
  | {readonly did: 'chose'; readonly branch: string}
  | {readonly did: 'answered'; readonly value: Json};

/** The words of the table, most usual first. */
export const didWords = [
  'done',
  'skipped',
  'failed',
  'not-applicable',
  'chose',
  'approved',
  'rejected',
  'answered',
] as const;

export type PaperEntry = {
  /** The step's path; the numbers of items may be left out where only one of them can be meant. */
  readonly step: Path;
  readonly happenedMs: number;
  /** How much later it may have been: a time without seconds is any of its minute. */
  readonly blurMs?: number;
  readonly by: string;
  readonly what: Did;
  readonly note?: string;
  /** What the step gave, by the names that it declares. */
  readonly outputs?: {readonly [name: string]: Json};
  /** The target's own name, where the step asks for it before it begins. */
  readonly confirmed?: string;
  /** Up to when data is back, RFC 3339. */
  readonly recoveryPoint?: string;
};
