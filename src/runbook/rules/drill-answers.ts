/** An answer of the drill's robot to a step or a branch that is not there. */
import {meantOr} from '../../diagnostics/nearest.ts';
import {isMapping} from '../reading.ts';
import type {Finding, Rule} from '../rule.ts';
import type {Runbook, Step} from '../runbook.ts';
import {allSteps} from '../walk.ts';

export const unknownAnswer: Rule = {
  code: 'drill/unknown-answer',
  severity: 'error',
  why: 'The robot would wait at the question that was meant, and the drill would end there.',
  waivable: false,
  check: ({runbook, document}) => {
    const steps = new Map(withIncluded(runbook).map(step => [step.id, step] as const));
    return Object.entries(runbook.drill?.answers ?? {}).flatMap(([id, answer]): readonly Finding[] => {
      const path = ['drill', 'answers', id];
      const step = steps.get(id);
      if (step === undefined) {
        const hint = meantOr(id, () => steps.keys(), 'remove it, or name a step that asks');
        return [{message: `there is no step "${id}"`, span: document.keySpan(path), hint}];
      }
      const branches = branchesOf(step);
      const branch = isMapping(answer) ? answer.value : answer;
      return branches === undefined || typeof branch !== 'string' || branches.includes(branch)
        ? []
        : [
            {
              message: `decision "${id}" has no branch "${branch}"`,
              span: document.valueSpan(isMapping(answer) ? [...path, 'value'] : path),
              hint: meantOr(branch, () => branches, 'name one of its branches'),
            },
          ];
    });
  },
};

/** The robot answers the steps of included runbooks as well. */
const withIncluded = (runbook: Runbook): readonly Step[] =>
  [...allSteps(runbook.steps)].flatMap(step => [step, ...(step.kind === 'include' ? withIncluded(step.runbook) : [])]);

const branchesOf = (step: Step): readonly string[] | undefined =>
  step.kind === 'decision' ? step.branches.map(({name}) => name) : undefined;
