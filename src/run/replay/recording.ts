/** A record as it is read for looking at it: what happened, what it looked like, what was printed. */
import type {Fact} from '../event.ts';
import type {Outline} from '../outline.ts';
import type {Path} from '../path.ts';
import type {Printed} from '../printed.ts';

export type Recording = {
  readonly outline: Outline;
  readonly facts: readonly Fact[];
  /** What an attempt printed, line by line, as it was kept. */
  readonly output: (path: Path, attempt: number) => readonly string[];
  /** All of it, where its file is there. */
  readonly printed?: (path: Path, attempt: number) => Printed;
  /** The head of the chain after so many facts, as words. */
  readonly words: (entries: number) => string;
};
