/** Steps that share a scope are those of XState's own pure functions, which make a new one each time. */
import {expect, test} from 'vitest';
import {initialTransition, transition} from 'xstate';
import {inertScope} from '../../../src/machine/inert-scope.ts';
import {actionLife} from '../../../src/machine/lives/action.ts';
import type {LifeEvent} from '../../../src/machine/lives/life.ts';
import {policyOf} from '../../../src/machine/policy.ts';
import {commandStep} from '../../support/model.ts';

const step = 'put_back';
const facts: readonly LifeEvent[] = [
  {type: 'began', step, attempt: 1},
  {type: 'began', step, attempt: 1},
  {type: 'unknown', step, attempt: 1, cause: 'it was killed'},
  {type: 'resolved', step, attempt: 1, as: 'again', by: 'person', reason: 'it was not there'},
  {type: 'began', step, attempt: 2},
  {type: 'failed', step, attempt: 2, reason: 'exit 3', then: {do: 'hold'}},
  {type: 'retried', step, attempt: 2},
  {type: 'began', step, attempt: 3},
  {type: 'succeeded', step, attempt: 3},
];

test('a life goes the same way, and refuses the same facts by the very same snapshot', () => {
  const policy = policyOf(commandStep(step));
  const scope = inertScope(actionLife);
  let [theirs] = initialTransition(actionLife, policy);
  let ours = actionLife.getInitialSnapshot(scope, policy);
  const stages = [ours.value];
  for (const fact of facts) {
    const [next] = transition(actionLife, theirs, fact);
    const isRefused = next === theirs;
    const moved = actionLife.transition(ours, fact, scope);
    expect(moved === ours).toBe(isRefused);
    theirs = next;
    ours = moved;
    expect({value: ours.value, context: ours.context, status: ours.status}).toEqual({
      value: theirs.value,
      context: theirs.context,
      status: theirs.status,
    });
    stages.push(ours.value);
  }
  expect(stages.join(' ')).toBe('entered running running unknown entered running held entered running over');
});

test('two lives of one scope know nothing of each other', () => {
  const scope = inertScope(actionLife);
  const one = actionLife.getInitialSnapshot(scope, policyOf(commandStep('first')));
  const other = actionLife.getInitialSnapshot(scope, policyOf(commandStep('second')));
  expect(actionLife.transition(one, {type: 'began', step: 'first', attempt: 1}, scope).value).toBe('running');
  expect(other.value).toBe('entered');
});
