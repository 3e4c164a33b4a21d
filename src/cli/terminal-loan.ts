/** The terminal of this session, lent to one program of a step after the other by whatever face shows the run there. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Path} from '../run/path.ts';
import type {LentTerminal, Recall} from '../runners/lent-terminal.ts';

/** Leaves the terminal to what `use` does, and takes it back afterwards. */
export type Lender = (step: Path, use: () => Promise<void>) => Promise<void>;

export type TerminalLoan = LentTerminal & {
  /** Says that a person sits at this one. */
  readonly offer: (lender: Lender) => void;
  /** A program has it at this moment. */
  readonly isLent: () => boolean;
  /** Lends no more, and has back what is lent: resolves when it is. */
  readonly recall: () => Promise<void>;
};

const isOver = 'the run was left before the terminal was free';

/** Of one session; nothing is lent before it is offered. */
export const terminalLoan = (): TerminalLoan => {
  let lender: Lender | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let isLent = false;
  let isRecalled = false;
  const listeners = new Set<() => void>();

  const lendNow = async <Came>(step: Path, use: (recall: Recall) => Promise<Came>): Promise<Result<Came>> => {
    if (lender === undefined || isRecalled) {
      return fail(isOver);
    }
    let came: Result<Came> = fail(isOver);
    isLent = true;
    try {
      await lender(step, async () => {
        came = succeed(await use({whenRecalled: then => void listeners.add(then)}));
      });
    } finally {
      isLent = false;
      listeners.clear();
    }
    return came;
  };

  return {
    offer: given => {
      lender = given;
    },
    isThere: () => lender !== undefined && !isRecalled,
    isLent: () => isLent,
    lend: (step, use) => {
      const lent = queue.then(() => lendNow(step, use));
      queue = lent.catch(() => undefined);
      return lent;
    },
    recall: async () => {
      isRecalled = true;
      for (const listener of listeners) {
        listener();
      }
      await queue;
    },
  };
};
