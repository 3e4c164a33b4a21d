/** Journal: the port that the engine writes through. A file on disk, or memory in tests and dry runs; both keep one contract. */
import type {Result} from '../base/result.ts';
import type {Actor, Fact, FactBody} from '../run/event.ts';

/** A fact that is about to be recorded; `happened` is when, where that is not now. */
export type Draft = {readonly body: FactBody; readonly actor: Actor; readonly happened?: string | undefined};

export type Head = {
  /** How many facts the chain covers. */
  readonly entries: number;
  /** SHA-256 of the last line's content chained to all before, 64 hex digits; 64 zeros when empty. */
  readonly hash: string;
};

export type Journal = {
  /** Gives the draft its place, number and times. It is on disk only after `flush`. */
  readonly append: (draft: Draft) => Fact;
  /**
   * Makes everything appended durable: one write, one fdatasync. Gives the facts that the journal had to record itself
   * meanwhile, behind what was appended: that it goes on beside a file that failed. After a failure nothing is durable
   * that was not before, the journal refuses to go on, and the reason is one sentence for a person.
   */
  readonly flush: () => Result<readonly Fact[]>;
  readonly head: () => Head;
  readonly close: () => void;
};
