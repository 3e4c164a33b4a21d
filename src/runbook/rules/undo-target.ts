/** A way back to a step that the run cannot have come from. */
import {didYouMean} from '../../diagnostics/nearest.ts';
import {policiesOf} from '../policies.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Step} from '../runbook.ts';
import {indexOf} from '../subject-index.ts';
import {innerBlocks} from '../walk.ts';
import type {DocumentPath} from '../yaml/document.ts';

export const undoTarget: Rule = {
  code: 'flow/undo-target',
  severity: 'error',
  why: 'The way back leads to where the run has been: to this step, to one before it, or to one before a group around it.',
  waivable: false,
  check: subject => block(subject.runbook.steps, [], subject),
};

/** `behind` are the steps that a way back from here can lead to, nearest first. */
const block = (steps: readonly Step[], behind: readonly string[], subject: Subject): readonly Finding[] =>
  steps.flatMap((step, index) => {
    const ways = policiesOf(step, subject.pathOf(step.id)).flatMap(({policy, path}) =>
      policy.do === 'undo_to' ? [{to: policy.step, path: [...path, 'undo_to']}] : [],
    );
    const inner = innerBlocks(step);
    // A list for each of thousands of steps takes long, and few steps lead back or have others within.
    if (ways.length === 0 && inner.length === 0) {
      return [];
    }
    const before = steps.slice(0, index + 1).map(({id}) => id);
    const reached = [...before.toReversed(), ...behind];
    return [
      ...ways.flatMap(({to, path}) => problem(to, reached, {subject, path})),
      ...inner.flatMap(within => block(within.steps, reached, subject)),
    ];
  });

type Place = {readonly subject: Subject; readonly path: DocumentPath};

const problem = (to: string, reached: readonly string[], {subject, path}: Place): readonly Finding[] => {
  if (reached.includes(to)) {
    return [];
  }
  const exists = indexOf(subject).orderOf(to) !== undefined;
  const possible = `it can lead to ${reached.slice(0, 6).join(', ')}`;
  return [
    {
      message: exists
        ? `the way back to "${to}" does not lead to this step, one before it, or one before a group around it`
        : `there is no step "${to}"`,
      span: subject.document.valueSpan(path),
      hint: (exists ? undefined : didYouMean(to, reached)) ?? possible,
    },
  ];
};
