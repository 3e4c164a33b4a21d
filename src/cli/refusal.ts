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
};

export const refuse = (exit: Refusal['exit'], message: string, hint?: string): Failure<Refusal> =>
  fail({exit, message, ...(hint !== undefined && {hint})});

/** Prints it on standard error and gives the exit code. */
export const printRefusal = ({exit, message, hint, frames = []}: Refusal): number => {
  for (const frame of frames) {
    process.stderr.write(`${frame}\n\n`);
  }
  process.stderr.write(`lifeboat: ${asTyped(showForeignText(message))}\n`);
  if (hint !== undefined) {
    process.stderr.write(`  ${asTyped(showForeignText(hint))}\n`);
  }
  return codeOf(exit);
};
