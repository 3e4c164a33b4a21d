/** Steps that no way leads to. */
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Step} from '../runbook.ts';
import {innerBlocks} from '../walk.ts';

export const unreachable: Rule = {
  code: 'flow/unreachable',
  severity: 'error',
  why: 'What no way leads to is never carried out, whoever wrote it thought otherwise.',
  waivable: true,
  check: subject => inBlock(subject.runbook.steps, subject),
};

/** The first of a block is enough: what stands behind it and inside it goes with it. */
const inBlock = (steps: readonly Step[], subject: Subject): readonly Finding[] => {
  const found: Finding[] = [];
  let isCut = false;
  for (const step of steps) {
    const isReached = subject.flow.before.has(step.id);
    if (!isReached && !isCut) {
      found.push({
        message: `no way leads to "${step.id}"`,
        span: subject.document.valueSpan([...subject.pathOf(step.id), 'id']),
        hint: 'remove it, or let a branch or a goto lead to it',
      });
    }
    isCut = !isReached;
    found.push(...(isReached ? innerBlocks(step).flatMap(block => inBlock(block.steps, subject)) : []));
  }
  return found;
};
