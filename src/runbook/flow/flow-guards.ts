/** What was looked at and who was asked since something was last destroyed, whichever way led to a point of a runbook. */

import type {Step, StepOf} from '../runbook.ts';
import {innerBlocks} from '../walk.ts';
import {bothFrom, commonTail, type Ran, withRan} from './ran.ts';

export type Guards = {
  /** Whether something was looked at on every way, and somebody asked; on each it may have been another step. */
  readonly checked: boolean;
  readonly gated: boolean;
  /** The steps that did so on every way. */
  readonly checks: Ran | undefined;
  readonly gates: Ran | undefined;
};

/** At the beginning, and once something was destroyed. */
export const unguarded: Guards = {checked: false, gated: false, checks: undefined, gates: undefined};

/** What a step adds to what was looked at and asked, or uses up. */
export const guardsAfter = (step: Step, guards: Guards): Guards => {
  if (destroys(step)) {
    return unguarded;
  }
  const {id, kind, verify, requires, confirm} = step;
  const isLook = kind === 'check' || verify.length > 0 || requires.length > 0;
  const isGate = kind === 'approval' || confirm !== undefined;
  return {
    checked: guards.checked || isLook,
    gated: guards.gated || isGate,
    checks: isLook ? withRan(guards.checks, id) : guards.checks,
    gates: isGate ? withRan(guards.gates, id) : guards.gates,
  };
};

/** What is certain where two ways meet. */
export const guardsOfEither = (one: Guards, other: Guards): Guards => ({
  checked: one.checked && other.checked,
  gated: one.gated && other.gated,
  checks: commonTail(one.checks, other.checks),
  gates: commonTail(one.gates, other.gates),
});

/** What is certain after two ways that both were gone from the same beginning, neither of which uses up what the other adds. */
export const guardsOfBoth = (one: Guards, other: Guards, beginning: Guards): Guards => ({
  checked: one.checked || other.checked,
  gated: one.gated || other.gated,
  checks: bothFrom(beginning.checks, one.checks, other.checks),
  gates: bothFrom(beginning.gates, one.gates, other.gates),
});

// A step never changes, and what stands within several blocks is asked for by each of them.
const counts = new WeakMap<Step, number>();

/** How many destructive steps it is or holds, those of included runbooks too. */
const destructiveIn = (step: Step): number => {
  const count = counts.get(step) ?? countIn(step);
  counts.set(step, count);
  return count;
};

const countIn = (step: Step): number => {
  const inner = step.kind === 'include' ? step.runbook.steps : innerBlocks(step).flatMap(({steps}) => steps);
  return inner.reduce((sum, each) => sum + destructiveIn(each), step.effects === 'destructive' ? 1 : 0);
};

/** Whether something is destroyed by it or within it. */
export const destroys = (step: Step): boolean => destructiveIn(step) > 0;

/**
 * Whether a later round comes to a destructive step whose look and gate before the loop are used up (decision 61).
 * A list was agreed to as a whole, as with `each`; whoever repeats does so since the last round did not do.
 */
export const destroysAgain = ({kind, steps}: StepOf<'foreach'> | StepOf<'repeat'>): boolean =>
  steps.reduce((count, step) => count + destructiveIn(step), 0) > (kind === 'foreach' ? 1 : 0);
