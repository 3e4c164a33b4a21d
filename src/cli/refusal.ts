/** A sentence for a person who has to change something outside, with the way out and the exit code. */

import {showForeignText} from '../base/foreign-text.ts';
import {type Failure, fail} from '../base/result.ts';
import {codeOf, type ExitName} from './exit-code.ts';
import {asTyped} from './own-command.ts';

export type Refusal = {
  readonly exit: ExitName | 'interrupted';
  readonly message: string;
  readonly hint?: string;
  /** Lines that stand before the sentence, such as code frames. */
  readonly frames?: readonly string[];
  /** More of the same, which would stop the next try. */
  readonly also?: readonly Pick<Refusal, 'message' | 'hint'>[];
};

export const refuse = (exit: Refusal['exit'], message: string, hint?: string): Failure<Refusal> =>
  fail({exit, message, ...(hint !== undefined && {hint})});

/** Several as one: none of them is found out only by the next try. */
export const together = ([first, ...others]: readonly [Refusal, ...Refusal[]]): Failure<Refusal> =>
  fail(others.length === 0 ? first : {...first, also: others});

/** Prints it on standard error and gives the exit code. */
export const printRefusal = ({exit, frames = [], also = [], ...first}: Refusal): number => {
  for (const frame of frames) {
    process.stderr.write(`${frame}\n\n`);
  }
  for (const {message, hint} of [first, ...also]) {
    process.stderr.write(`lifeboat: ${asTyped(showForeignText(message))}\n`);
    if (hint !== undefined) {
      process.stderr.write(`  ${asTyped(showForeignText(hint))}\n`);
    }
  }
  return codeOf(exit);
};
