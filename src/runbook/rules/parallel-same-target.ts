/** Branches that go on beside each other and change the same thing: what comes out depends on who was faster. */
import type {Action} from '../action.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Step, StepOf} from '../runbook.ts';
import {allSteps} from '../walk.ts';

export const parallelSameTarget: Rule = {
  code: 'parallel/same-target',
  severity: 'error',
  why: 'Which of two changes comes first is chance, so a drill that went well says nothing about the incident.',
  waivable: true,
  check: subject =>
    [...allSteps(subject.runbook.steps)].flatMap(step => (step.kind === 'parallel' ? inBranches(step, subject) : [])),
};

type Writing = {readonly step: Step; readonly branch: string; readonly target: string};

const inBranches = ({branches}: StepOf<'parallel'>, {document, pathOf}: Subject): readonly Finding[] => {
  const first = new Map<string, Writing>();
  return branches.flatMap(({name, steps}) =>
    [...allSteps(steps)].flatMap(step =>
      targetsOf(step).flatMap((target): readonly Finding[] => {
        const other = first.get(target) ?? {step, branch: name, target};
        first.set(target, other);
        return other.branch === name
          ? []
          : [
              {
                message: `"${step.id}" changes ${target}, and so does "${other.step.id}" in the branch "${other.branch}" beside it`,
                span: document.valueSpan([...pathOf(step.id), 'id']),
                hint: 'put one behind the other; or say with touches what each of them changes; or waive it with a reason',
              },
            ];
      }),
    ),
  );
};

/** As they are written: the same text means the same thing, unless an item stands in it. */
const targetsOf = (step: Step): readonly string[] => {
  const writes = step.effects === 'write' || step.effects === 'destructive';
  if (step.shape !== 'action' || !writes) {
    return [];
  }
  const targets = step.touches.length > 0 ? step.touches : ownTarget(step.action);
  return targets.filter(target => !/\bitem\b/.test(target));
};

/** What an action changes where nothing is said: its own connection, host or address (language.md, Steps). */
const ownTarget = (action: Action): readonly string[] => {
  switch (action.kind) {
    case 'sql':
      return [action.connection];
    case 'http':
      return [action.url];
    case 'command':
      return [action.connection, action.on].filter(target => target !== undefined);
    case 'script':
      return action.on === undefined ? [] : [action.on];
    case 'notify':
      return [];
  }
};
