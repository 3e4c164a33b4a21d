/** What has certainly happened before a destructive step, whichever way led there, and has not been used up by another one. */
import type {Flow} from './flow.ts';
import {probeWords} from './probe-words.ts';
import type {Runbook, Step} from './runbook.ts';
import {allSteps} from './walk.ts';

export type Guarded = {
  readonly step: Step;
  /** Its own probes by name, and the steps before that look: nearest first. */
  readonly checks: readonly string[];
  /** Where somebody says yes: `its own confirmation`, or the steps that ask. */
  readonly gates: readonly string[];
};

/** Every destructive step that a way leads to. */
export const guardedSteps = (runbook: Pick<Runbook, 'steps'>, flow: Flow): readonly Guarded[] => {
  const byId = new Map([...allSteps(runbook.steps)].map(step => [step.id, step]));
  return [...byId.values()].flatMap((step): readonly Guarded[] => {
    const state = flow.before.get(step.id);
    if (step.effects !== 'destructive' || state === undefined) {
      return [];
    }
    const before: Step[] = [];
    for (let ran = state.ran; ran !== undefined; ran = ran.earlier) {
      const earlier = byId.get(ran.id);
      if (earlier?.effects === 'destructive') {
        break;
      }
      if (earlier) {
        before.push(earlier);
      }
    }
    return [
      {
        step,
        checks: [...step.requires.map(probeWords), ...before.filter(looks).map(({id}) => id)],
        gates: [
          ...(step.confirm === undefined ? [] : ['its own confirmation']),
          ...before.filter(asks).map(({id}) => id),
        ],
      },
    ];
  });
};

const looks = ({kind, verify, requires}: Step): boolean => kind === 'check' || verify.length > 0 || requires.length > 0;

const asks = ({kind, confirm}: Step): boolean => kind === 'approval' || confirm !== undefined;
