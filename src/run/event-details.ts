/** What longer facts say, beside what `event.ts` says of each. */
import type {Json} from '../base/canonical-json.ts';

/** What a person did that the program would have done, as it was written down. */
export type DoneByHand = {
  readonly by: string;
  readonly text?: string;
  readonly outputs?: {readonly [name: string]: Json};
  readonly recoveryPoint?: string;
};

/** The runbook that a run goes by from now on, with the files that hold it, and who let it be changed. */
export type Amendment = {
  /** 1 for the first. */
  readonly number: number;
  readonly reason: string;
  readonly files: readonly {readonly path: string; readonly sha256: string}[];
  readonly outline: {readonly file: string; readonly sha256: string};
  readonly diff: {readonly file: string; readonly sha256: string; readonly bytes: number};
  readonly by: string;
  /** In which role; empty where no role may approve, and any contact of the plan does. */
  readonly role: string;
  readonly proof: 'signature' | 'typed';
  readonly contact?: string;
  readonly key?: string;
  readonly signature?: string;
};
