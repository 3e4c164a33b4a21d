/** How much waits to be written: a crash in a longer write than a reader takes for a torn tail would leave a damaged record. */
import {factText} from '../journal/entry.ts';
import type {Journal} from '../journal/journal.ts';
import {tailBytesMax} from '../journal/torn-tail.ts';

export type MeasuredJournal = Journal & {
  /** One flush takes all that waits. */
  readonly isTooMuch: () => boolean;
};

/** What stands around a fact on its line: its hash, and the names of both. */
const frameBytes = 100;

/** Counts what is appended until it is flushed. */
export const measuredJournal = (journal: Journal): MeasuredJournal => {
  let bytes = 0;
  return {
    ...journal,
    append: draft => {
      const fact = journal.append(draft);
      bytes += Buffer.byteLength(factText(fact)) + frameBytes;
      return fact;
    },
    flush: () => {
      bytes = 0;
      return journal.flush();
    },
    isTooMuch: () => bytes > tailBytesMax,
  };
};
