/** What a step leaves behind for a time, and nobody takes away. */
import {didYouMean} from '../../diagnostics/nearest.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Step} from '../runbook.ts';
import {stepsById} from '../steps-by-id.ts';

export const notLifted: Rule = {
  code: 'flow/not-lifted',
  severity: 'error',
  why: 'While it stands nothing is simply recovered, and afterwards somebody owes it who may not know.',
  waivable: true,
  check: subject => {
    const steps = [...stepsById(subject.runbook).values()];
    return steps.flatMap((step, index) =>
      step.temporary === undefined
        ? []
        : problem(step, {subject, liftedBy: step.temporary.liftedBy, later: steps.slice(index + 1)}),
    );
  },
};

type Lifting = {
  readonly subject: Subject;
  readonly liftedBy: string;
  /** The steps that stand below it. */
  readonly later: readonly Step[];
};

const problem = ({id}: Step, {subject, liftedBy, later}: Lifting): readonly Finding[] => {
  const {document, flow, pathOf} = subject;
  const span = document.valueSpan([...pathOf(id), 'temporary', 'lifted_by']);
  const known = later.map(step => step.id);
  if (!stepsById(subject.runbook).has(liftedBy)) {
    const hint = didYouMean(liftedBy, known) ?? 'name the step that takes it away';
    return [{message: `there is no step "${liftedBy}"`, span, hint}];
  }
  if (!known.includes(liftedBy)) {
    const message = `"${liftedBy}" does not come after "${id}", so it cannot take away what that leaves behind`;
    return [{message, span, hint: 'name a later step that takes it away'}];
  }
  return flow.ends.some(({outcome, state}) => outcome === 'recovered' && state.owed.has(id))
    ? [
        {
          message: `a way leads from "${id}" to recovered without "${liftedBy}"`,
          span,
          hint: `put it on each way that recovers, guard it by when: "steps.${id}.status == 'succeeded'", or end the others with recovered-with-exceptions`,
        },
      ]
    : [];
};
