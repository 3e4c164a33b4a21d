/** The terminal as a program of a step gets it: from whoever shows the run there, and for one program at a time. */
import {fail, type Result} from '../base/result.ts';
import type {Path} from '../run/path.ts';

export type LentTerminal = {
  /** Whether a person sits at one. */
  readonly isThere: () => boolean;
  /**
   * Waits until no other program has it, then gives it; taken back when `use` is over. `whenRecalled` calls back when it
   * is wanted back earlier: the run is left, or the terminal is gone.
   */
  readonly lend: <Came>(step: Path, use: (recall: Recall) => Promise<Came>) => Promise<Result<Came>>;
};

export type Recall = {readonly whenRecalled: (then: () => void) => void};

export const noTerminal: LentTerminal = {
  isThere: () => false,
  lend: async () => fail('there is no terminal here'),
};
