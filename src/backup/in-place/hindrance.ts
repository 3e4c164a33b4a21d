/** Why a data directory is not touched: a sentence, a way out, and whether touching it would be a danger. */
import {type Failure, fail} from '../../base/result.ts';

export type Hindrance = {
  /** Unsafe: it may be the wrong target. Impossible: the right one, and something is missing. */
  readonly kind: 'unsafe' | 'impossible';
  readonly sentence: string;
  readonly wayOut: string;
};

export const unsafe = (sentence: string, wayOut: string): Failure<Hindrance> =>
  fail({kind: 'unsafe', sentence, wayOut});

export const impossible = (sentence: string, wayOut: string): Failure<Hindrance> =>
  fail({kind: 'impossible', sentence, wayOut});
