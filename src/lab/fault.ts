/** A way to break a lab, in two steps: prepared and proven harmless so far, then injected. */
import type {Result} from '../base/result.ts';
import type {Damage} from './damage.ts';
import type {Estate} from './estate.ts';

export type Symptom = {readonly seen: boolean; readonly detail: string};

export type PreparedFault = {
  /** Absent before the fault and seen after it, or the drill proves nothing. */
  readonly symptom: () => Promise<Result<Symptom>>;
  /** Breaks the lab, once. */
  readonly inject: () => Promise<Result<Damage>>;
  /** In words, for the screen and the journal. */
  readonly summary: string;
};

export type Fault = {
  readonly name: string;
  readonly summary: string;
  /** Looks at the parameters and at the lab, and changes nothing. */
  readonly prepare: (estate: Estate, parameters: unknown) => Promise<Result<PreparedFault>>;
};
