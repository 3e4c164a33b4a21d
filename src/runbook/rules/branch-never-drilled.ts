/** A way that no drill has gone yet is a procedure that nobody has seen work. */
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Branch, Step} from '../runbook.ts';
import {innerBlocks} from '../walk.ts';

export const branchNeverDrilled: Rule = {
  code: 'branch/never-drilled',
  severity: 'warning',
  why: 'The way that no drill has gone is gone for the first time in the incident.',
  waivable: true,
  // Where nothing was drilled at all there is one thing to say, and not one for each branch.
  check: subject =>
    subject.history === undefined || subject.history.drills === 0 ? [] : inBlock(subject.runbook.steps, subject),
};

const inBlock = (steps: readonly Step[], subject: Subject): readonly Finding[] =>
  steps.flatMap(step => {
    if (step.kind !== 'decision') {
      return innerBlocks(step).flatMap(({steps: inner}) => inBlock(inner, subject));
    }
    return step.branches.flatMap(branch =>
      subject.history?.drilled.has(`${step.id}:${branch.name}`)
        ? inBlock(branch.steps, subject)
        : notDrilled(step, branch, subject),
    );
  });

/** What ends the run is no way to be drilled; what stands inside a branch goes with it. */
const notDrilled = (step: Step, {name, end}: Branch, {document, pathOf, history}: Subject): readonly Finding[] =>
  end !== undefined
    ? []
    : [
        {
          message: `none of ${history?.drills ?? 0} drills has taken the branch "${name}" of "${step.id}"`,
          span: document.keySpan([...pathOf(step.id), 'decision', 'branches', name]),
          hint: wayThere(step, name),
        },
      ];

/** Where an expression chooses, nobody is asked, and an answer would be read by nobody. */
const wayThere = (step: Step, branch: string): string =>
  step.kind === 'decision' && step.choose !== undefined
    ? `drill it: give inputs under drill that make "choose" give ${branch}`
    : `drill it: answers: {${step.id}: ${branch}} under drill, or in a variant of it`;
