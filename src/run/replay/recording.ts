/** A record as it is read for looking at it: what happened, what it looked like, what was printed. */
import type {Fact} from '../event.ts';
import type {Outline} from '../outline.ts';
import type {Path} from '../path.ts';

export type Recording = {
  readonly outline: Outline;
  readonly facts: readonly Fact[];
  /** What an attempt printed, line by line, as it was kept. */
  readonly output: (path: Path, attempt: number) => readonly string[];
  /** The head of the chain after so many facts, as words. */
  readonly words: (entries: number) => string;
};
