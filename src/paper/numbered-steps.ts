/** The steps of a runbook as paper calls them: their numbers, and the check digits that stand beside them. */
import {checkDigits, stepText} from './check-digits.ts';
import {inOrder, numbered} from './numbers.ts';
import {peopleOf} from './people.ts';
import type {PaperSource} from './source.ts';
import {stepDigits} from './step-lines.ts';

export type NumberedStep = {
  readonly number: string;
  /** Its path, without the numbers of items. */
  readonly path: string;
  readonly digits: string;
};

/** All of them, in the order of the paper. */
export const numberedSteps = ({
  runbook,
  plan,
  sha256,
}: Pick<PaperSource, 'runbook' | 'plan' | 'sha256'>): readonly NumberedStep[] => {
  const all = inOrder(numbered(runbook));
  const around = {
    people: peopleOf(runbook, plan),
    digitsOf: (said: Parameters<typeof stepText>[0]) => checkDigits(sha256(stepText(said))),
  };
  return all.map((paper, index) => ({
    number: paper.number,
    path: paper.path,
    digits: stepDigits(paper, {...around, below: all[index + 1]?.number}),
  }));
};
