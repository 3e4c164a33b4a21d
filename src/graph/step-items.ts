/** A step that is one node, and the ways that lead from it. */
import type {OnFailure, Step} from '../runbook/runbook.ts';
import {leadFailure} from './failing-ways.ts';
import type {GraphNode, Hold} from './graph.ts';
import {leadOn, type Place} from './sketch.ts';
import {conditionOf, nodeOf} from './step-node.ts';

/** Draws an action, a prompt, a probe or an instant. */
export const stepItems = (step: Step, path: string, place: Place): readonly GraphNode[] => {
  if (step.when !== undefined) {
    leadOn(place, {from: path, kind: 'passed', label: 'else', event: 'not-applicable'});
  }
  return [stepNode(step, {path, place, onFailure: step.onFailure})];
};

/** One item of a step with `each`: it is always applicable, and what its author wants of a failure is wanted of all. */
export const eachItem = (step: Step, path: string, place: Place): GraphNode => {
  const {isConditional: _ofAll, notes, ...node} = stepNode(step, {path, place, onFailure: {do: 'hold'}});
  return {...node, isConditional: false, notes: notes.slice(conditionOf(step).length)};
};

type Drawn = {readonly path: string; readonly place: Place; readonly onFailure: OnFailure};

const stepNode = (step: Step, {path, place, onFailure}: Drawn): GraphNode => {
  const node = nodeOf(step, path, place.scope.clockStop);
  if (step.kind === 'end') {
    place.scope.end(path, step.outcome, place.next);
    return {...node, outcome: step.outcome};
  }
  const isApproval = step.kind === 'approval';
  leadOn(place, {from: path, kind: 'next', event: 'succeeded', ...(isApproval && {label: 'go'})});
  const after = [...failures(step, onFailure, {path, place}), ...(isApproval ? noGo(step.onNoGo, path, place) : [])];
  return after.length === 0 ? node : {...node, hold: holdAt(step, path, {place, after})};
};

/** What happens after a hold: again, or past it where the step may be skipped or said to be done. */
const holdAt = (
  step: Step,
  path: string,
  {place, after}: {readonly place: Place; readonly after: readonly string[]},
): Hold => {
  const isGate = step.kind === 'approval';
  return {
    after,
    again: path,
    moves: [...(step.skippable && !isGate ? ['skipped' as const] : []), ...(isGate ? [] : ['overridden' as const])],
    ...(place.next !== undefined && {past: place.next}),
  };
};

const failures = (step: Step, onFailure: OnFailure, {path, place}: Omit<Drawn, 'onFailure'>): readonly string[] => {
  switch (step.kind) {
    case 'milestone':
    case 'let':
    case 'end':
      return [];
    case 'notify':
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'instruction':
    case 'input':
    case 'approval':
    case 'check':
    case 'wait':
    case 'assert':
    case 'decision':
    case 'group':
    case 'parallel':
    case 'foreach':
    case 'repeat':
    case 'include':
      return leadFailure(onFailure, {from: path, event: 'failed', word: wordFor(step), kind: 'failure'}, place);
  }
};

const wordFor = (step: Step): string => (step.shape === 'prompt' ? 'it cannot be done' : 'it fails');

const noGo = (policy: OnFailure, path: string, place: Place): readonly string[] =>
  leadFailure(policy, {from: path, event: 'rejected', word: 'no-go', kind: 'no-go'}, place);
