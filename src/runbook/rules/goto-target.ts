/** A jump that leads nowhere, back, or into a block. */
import {meantOr} from '../../diagnostics/nearest.ts';
import {policiesOf} from '../policies.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {OnFailure, Step} from '../runbook.ts';
import {indexOf} from '../subject-index.ts';
import {innerBlocks} from '../walk.ts';
import type {DocumentPath} from '../yaml/document.ts';

export const gotoTarget: Rule = {
  code: 'flow/goto-target',
  severity: 'error',
  why: 'A jump leads forward, to a step of its block or of one around it; then every way comes to an end.',
  waivable: false,
  check: subject => block(subject.runbook.steps, {blocks: []}, subject),
};

/** The steps that still lie ahead, innermost block first, as far as what goes on several times or beside others. */
type Ahead = {readonly blocks: readonly Rest[]; readonly fence?: Step};

/** The steps of a block from one on; a copy for each step of a long block would fill the memory. */
type Rest = {readonly steps: readonly Step[]; readonly from: number; readonly lastOf: ReadonlyMap<string, number>};

const block = (steps: readonly Step[], around: Ahead, subject: Subject): readonly Finding[] => {
  const lastOf = new Map(steps.map(({id}, index) => [id, index]));
  return steps.flatMap((step, index) => {
    const ahead = {...around, blocks: [{steps, from: index + 1, lastOf}, ...around.blocks]};
    // Out of what goes on several times or beside others only an end leads.
    const inside = isOneWay(step) ? ahead : {blocks: [], fence: step};
    return [
      ...jumpsOf(step, subject).flatMap(jump => problem(jump, ahead, subject)),
      ...innerBlocks(step).flatMap(inner => block(inner.steps, inside, subject)),
    ];
  });
};

const isOneWay = (step: Step): boolean =>
  step.kind === 'decision' || step.kind === 'repeat' || (step.kind === 'group' && step.order === 'written');

type Jump = {readonly to: string; readonly path: DocumentPath};

const jumpsOf = (step: Step, {pathOf}: Subject): readonly Jump[] => {
  const path = pathOf(step.id);
  const branches = step.kind === 'decision' ? step.branches : [];
  return [
    ...policiesOf(step, path).flatMap(({policy, path: at}) => forwardOf(policy, at)),
    ...branches.flatMap(({name, goto}) =>
      goto === undefined ? [] : [{to: goto, path: [...path, 'decision', 'branches', name, 'goto']}],
    ),
  ];
};

/** Where a failure leads forward: by itself, or after it was undone. */
const forwardOf = (policy: OnFailure, path: DocumentPath): readonly Jump[] => {
  if (policy.do === 'goto') {
    return [{to: policy.step, path: [...path, 'goto']}];
  }
  return policy.do === 'undo_to' && policy.then !== undefined
    ? [{to: policy.then, path: [...path, 'then', 'goto']}]
    : [];
};

/** The first few steps that are ahead; there may be thousands. */
const firstOf = (blocks: Ahead['blocks']): string =>
  blocks
    .flatMap(({steps, from}) => steps.slice(from, from + listedMax))
    .slice(0, listedMax)
    .map(({id}) => id)
    .join(', ');

const listedMax = 6;

const problem = ({to, path}: Jump, ahead: Ahead, subject: Subject): readonly Finding[] => {
  const {document, pathOf} = subject;
  const {blocks, fence} = ahead;
  if (blocks.some(({from, lastOf}) => (lastOf.get(to) ?? -1) >= from)) {
    return [];
  }
  const targets = (): readonly string[] => blocks.flatMap(({steps, from}) => steps.slice(from)).map(({id}) => id);
  const exists = indexOf(subject).orderOf(to) !== undefined;
  const isOutside = exists && fence !== undefined && !pathOf(fence.id).every((key, at) => key === pathOf(to)[at]);
  const possible = `it can lead to ${firstOf(blocks) || 'nothing: no step follows'}`;
  if (isOutside) {
    return [
      {
        message: `a jump to "${to}" would leave the ${fence.kind} "${fence.id}"`,
        span: document.valueSpan(path),
        hint: `what goes on several times or beside others is left by an end only; ${possible}`,
      },
    ];
  }
  return [
    {
      message: exists
        ? `a jump to "${to}" does not lead forward within its block or one around it`
        : `there is no step "${to}"`,
      span: document.valueSpan(path),
      hint: exists ? possible : meantOr(to, targets, possible),
    },
  ];
};
