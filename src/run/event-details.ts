/** What longer facts say, beside what `event.ts` says of each. */
import type {Json} from '../base/canonical-json.ts';

/** Where and by whom a session was opened; `paper` where it only enters what was on paper. */
export type SessionOpened = {
  readonly boot: string;
  readonly pid: number;
  readonly user: string;
  readonly host: string;
  readonly zone: string;
  readonly program: string;
  readonly executor?: string;
  readonly paper?: true;
};

/** What a person did that the program would have done, as it was written down. */
export type DoneByHand = {
  readonly by: string;
  readonly text?: string;
  readonly outputs?: {readonly [name: string]: Json};
  readonly recoveryPoint?: string;
};
