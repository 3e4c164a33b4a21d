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

/** What waits because no place took it: it is kept in memory until somebody has decided. */
export type Unwritten = {
  /** Somebody can decide: without that nothing is kept. */
  readonly offer: () => void;
  /** There is such, because of a disk and of nothing else. */
  readonly isThere: () => boolean;
  /** Goes on in memory: `flush` succeeds from now on, and each one tries all places again. A person has said so. */
  readonly hold: () => void;
  /** It will never be recorded. */
  readonly drop: () => void;
  /** Its lines, while the journal goes on in memory; else empty. */
  readonly lines: () => string;
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
  readonly unwritten: Unwritten;
  readonly close: () => void;
};

/** Of a journal that no disk can fail. */
export const alwaysWritten: Unwritten = {
  offer: () => {},
  isThere: () => false,
  hold: () => {},
  drop: () => {},
  lines: () => '',
};
