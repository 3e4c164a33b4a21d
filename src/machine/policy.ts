/** What a step's life is told about its step: counts and permissions, no texts and no values. */
import type {EventName, Outcome} from '../run/event.ts';
import type {Effects, Shape} from '../run/outline.ts';
import type {Each, OnFailure, Step} from '../runbook/runbook.ts';

export type BranchPolicy = {
  readonly name: string;
  readonly leads: 'inside' | 'on' | 'end' | 'goto';
  readonly goto?: string;
  readonly outcome?: Outcome;
};

/**
 * How the blocks of a group open: the one branch that was chosen, the one block that it has, all branches, in any order
 * that people pick, one for each item, or one after another until a condition holds.
 */
export type Opens = 'none' | 'branch' | 'block' | 'branches' | 'picks' | 'items' | 'rounds';

export type Policy = {
  readonly kind: Step['kind'];
  readonly shape: Shape;
  readonly effects: Effects;
  readonly conditional: boolean;
  readonly confirm: boolean;
  readonly verify: boolean;
  /** How many times the runbook itself tries; 1 means no retry, as for all that may not be repeated. */
  readonly attemptsMax: number;
  /** It may be run again after an unknown outcome without asking anybody. */
  readonly repeatable: boolean;
  readonly skippable: boolean;
  /** A person may say that it is done. */
  readonly overridable: boolean;
  readonly checklist: number;
  /** A person may ask to be shown something that is kept nowhere. */
  readonly reveals: boolean;
  readonly approvalsNeeded: number;
  readonly onFailure: OnFailure;
  readonly onNoGo: OnFailure;
  readonly branches: readonly BranchPolicy[];
  readonly opens: Opens;
  /** The blocks of a group that has several, by name: branches, or steps that can be picked. */
  readonly lanes: readonly string[];
  readonly atOnce: number;
  readonly roundsMax: number;
  /** A failure that would hold gives up the item of the loop around it instead. */
  readonly leaves: boolean;
  /** An item that was given up opens no further ones: the step as a whole then fails. */
  readonly stops: boolean;
  /** Somebody says that they have heard it, once it was sent. */
  readonly mustAck: boolean;
  /** An end, or an abort, ends the file that it stands in and not the run. */
  readonly isIncluded: boolean;
  /** Its question is put again after a time. */
  readonly expires: boolean;
  readonly milestone?: EventName;
  readonly outcome?: Outcome;
};

/** Where a step stands: whether a failure there can give up an item of a loop. */
export type Standing = {
  readonly leaves: boolean;
  /** In an included runbook: an end there ends that file alone. */
  readonly isIncluded?: boolean;
};

/** Draws the policy from the model. An approval is never skipped or overridden: that would be a gate which opens by itself. */
export const policyOf = (step: Step, {leaves, isIncluded = false}: Standing = {leaves: false}): Policy => ({
  kind: step.kind,
  shape: step.shape,
  effects: step.effects,
  conditional: step.when !== undefined,
  confirm: step.confirm !== undefined,
  verify: step.verify.length > 0,
  attemptsMax: isRepeatable(step) || step.shape === 'probe' ? step.retry.attempts : 1,
  repeatable: isRepeatable(step),
  skippable: step.skippable && step.kind !== 'approval',
  overridable: step.kind !== 'approval',
  checklist: step.kind === 'instruction' ? step.checklist.length : 0,
  reveals: step.kind === 'instruction' && step.reveal !== undefined,
  approvalsNeeded: step.kind === 'approval' ? step.need : 0,
  onFailure: step.kind === 'repeat' ? step.onExhausted : step.onFailure,
  onNoGo: step.kind === 'approval' ? step.onNoGo : step.onFailure,
  branches: step.kind === 'decision' ? step.branches.map(branchPolicy) : [],
  ...opening(step),
  leaves,
  stops: false,
  mustAck: step.shape === 'action' && step.mustAck === true,
  isIncluded,
  expires: step.kind === 'approval' && step.expiresMs !== undefined,
  ...(step.kind === 'milestone' && {milestone: step.event}),
  ...(step.kind === 'end' && {outcome: step.outcome}),
});

/** A step with `each` as a whole: confirmed once, and open while its items go on. */
export const policyOfEach = (step: Step, each: Each, standing: Standing): Policy => ({
  ...policyOf(step, standing),
  shape: 'group',
  verify: false,
  attemptsMax: 1,
  opens: 'items',
  atOnce: each.atOnce,
  stops: each.onItemFailure === 'hold',
});

/** One item of it. What its author wants of a failure is wanted of the step as a whole. */
export const policyOfItem = (step: Step, each: Each, standing: Standing): Policy => ({
  ...policyOf(step, standing),
  conditional: false,
  confirm: false,
  onFailure: {do: 'hold'},
  onNoGo: {do: 'hold'},
  leaves: each.onItemFailure === 'continue' || step.onFailure.do !== 'hold',
});

const opening = (step: Step): Pick<Policy, 'opens' | 'lanes' | 'atOnce' | 'roundsMax'> => {
  const one = {lanes: [], atOnce: 1, roundsMax: 0};
  switch (step.kind) {
    case 'decision':
      return {...one, opens: 'branch'};
    case 'group':
      return step.order === 'any'
        ? {...one, opens: 'picks', lanes: step.steps.map(({id}) => id)}
        : {...one, opens: 'block'};
    case 'parallel':
      return {...one, opens: 'branches', lanes: step.branches.map(({name}) => name), atOnce: step.atOnce};
    case 'foreach':
      return {...one, opens: 'items', atOnce: step.atOnce};
    case 'include':
      return {...one, opens: 'block'};
    case 'repeat':
      return {...one, opens: 'rounds', roundsMax: step.max};
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'instruction':
    case 'input':
    case 'approval':
    case 'check':
    case 'wait':
    case 'let':
    case 'assert':
    case 'milestone':
    case 'end':
      return {...one, opens: 'none'};
  }
};

const isRepeatable = ({idempotent, effects}: Step): boolean => idempotent || effects === 'none' || effects === 'read';

const branchPolicy = (branch: {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly goto?: string;
  readonly end?: Outcome;
}): BranchPolicy => {
  if (branch.goto !== undefined) {
    return {name: branch.name, leads: 'goto', goto: branch.goto};
  }
  if (branch.end !== undefined) {
    return {name: branch.name, leads: 'end', outcome: branch.end};
  }
  return {name: branch.name, leads: branch.steps.length > 0 ? 'inside' : 'on'};
};
