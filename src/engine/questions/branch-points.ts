/** Up to when each way of a decision restores data, where that can be worked out before the way is taken. */
import type {Wanted} from '../../machine/wanted.ts';
import type {OutlineBranch} from '../../run/outline.ts';
import {restoringStep} from '../../run/restoring-step.ts';
import type {Expression} from '../../runbook/runbook.ts';
import {pointOf} from '../actions/judge.ts';
import {type Context, stateAt, stepAt} from '../context.ts';
import {seenBothWays} from '../values/made-values.ts';

/** By the name of the branch. What reads an answer that is still to come, or says that it is now, is left out: it is not known yet. */
export const branchPoints = (context: Context, {path}: Wanted): ReadonlyMap<string, string> =>
  new Map(
    (stateAt(context.state, path).outline.branches ?? []).flatMap(branch => {
      const point = pointOn(context, path, branch);
      return point === undefined ? [] : [[branch.name, point] as const];
    }),
  );

const pointOn = (context: Context, decision: string, branch: OutlineBranch): string | undefined => {
  const restoring = restoringStep(context.state, decision, branch);
  if (restoring.by !== 'step' || restoring.isInLoop) {
    return undefined;
  }
  const {recoveryPoint} = stepAt(context.forest, restoring.path).step;
  if (recoveryPoint === undefined || readsNow(recoveryPoint)) {
    return undefined;
  }
  const values = context.values.at(restoring.path);
  const point = pointOf(recoveryPoint, values, seenBothWays({}, values));
  return point.ok ? point.value : undefined;
};

const readsNow = (expression: Expression): boolean => /\brun\s*\.\s*now\b/.test(expression);
