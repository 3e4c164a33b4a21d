/** Many cases of one test, as many at a time as there are processors, and which of them went wrong. */
import {availableParallelism} from 'node:os';
import {expect} from 'vitest';

export type Outcome = {
  /** What does not hold, in words. */
  readonly problems: readonly string[];
  /** Whether the case was what it was meant to be. */
  readonly counts: boolean;
};

/** Tries every case and fails with all that went wrong; gives how many counted. */
export const campaign = async <Case>(
  cases: readonly Case[],
  attempt: (one: Case) => Promise<Outcome>,
): Promise<number> => {
  const wrong: string[] = [];
  let counted = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < cases.length; index = next++) {
      const one = cases[index] as Case;
      const {problems, counts} = await attempt(one);
      counted += counts ? 1 : 0;
      wrong.push(...problems.map(problem => `${JSON.stringify(one)}: ${problem}`));
    }
  };
  await Promise.all(Array.from({length: availableParallelism()}, work));
  expect(wrong).toEqual([]);
  return counted;
};
