/** What longer facts say, beside what `event.ts` says of each. */
import type {Json} from '../base/canonical-json.ts';

/** What a person did that the program would have done, as it was written down. */
export type DoneByHand = {
  readonly by: string;
  readonly text?: string;
  readonly outputs?: {readonly [name: string]: Json};
  readonly recoveryPoint?: string;
};
