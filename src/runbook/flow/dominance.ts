/** What has certainly happened before a destructive step, whichever way led there, and has not been used up by another one. */

import {probeWords} from '../probe-words.ts';
import type {Runbook, Step} from '../runbook.ts';
import {allSteps} from '../walk.ts';
import type {Flow} from './flow.ts';
import type {Guards} from './flow-guards.ts';
import {idsOf} from './ran.ts';

export type Guarded = {
  readonly step: Step;
  readonly isChecked: boolean;
  readonly isGated: boolean;
  readonly guards: Guards;
};

/** Every destructive step that a way leads to. The linter and the proof sheet say of it what stands here. */
export const guardedSteps = ({steps}: Pick<Runbook, 'steps'>, flow: Flow): readonly Guarded[] =>
  [...allSteps(steps)].flatMap((step): readonly Guarded[] => {
    const guards = flow.before.get(step.id)?.guards;
    return step.effects !== 'destructive' || guards === undefined
      ? []
      : [
          {
            step,
            isChecked: step.requires.length > 0 || guards.checked,
            isGated: step.confirm !== undefined || guards.gated,
            guards,
          },
        ];
  });

/** Its own probes by name, and the steps that look on every way, nearest first. None where each way has another. */
export const checksOf = ({step, guards}: Guarded): readonly string[] => [
  ...step.requires.map(probeWords),
  ...idsOf(guards.checks),
];

/** Where somebody says yes: `its own confirmation`, or the steps that ask. */
export const gatesOf = ({step, guards}: Guarded): readonly string[] => [
  ...(step.confirm === undefined ? [] : ['its own confirmation']),
  ...idsOf(guards.gates),
];
