/** A runbook as it is gone through at a table: people are asked as in an incident, and nothing acts, looks or waits. */
import type {Runbook, Step} from './runbook.ts';

/** Whether its drill is gone through at a table: it has no lab (language.md, Drills). */
export const isTabletop = ({drill}: Pick<Runbook, 'drill'>): boolean => drill?.lab === 'none';

/** The same steps in the same order; what later steps read of a simulated one its `drill: {outputs: …}` gives. */
export const atTheTable = (runbook: Runbook): Runbook => ({...runbook, steps: runbook.steps.map(stepAtTable)});

const stepAtTable = (step: Step): Step => insideAtTable(Object.assign({}, step, untouched(step)));

/** Nothing is asked of any system, and nobody undoes what nobody has done. */
const untouched = ({shape, drill, undo, title}: Step): Partial<Step> => ({
  requires: [],
  verify: [],
  doneWhen: [],
  ...(shape === 'action' || shape === 'probe'
    ? {drill: drill.do === 'simulate' ? drill : {do: 'simulate' as const, outputs: {}}}
    : {}),
  ...(undo && undo.kind !== 'instruction'
    ? {undo: {kind: 'instruction' as const, do: `Say how "${title}" would be taken back.`}}
    : {}),
});

const insideAtTable = (step: Step): Step => {
  switch (step.kind) {
    case 'decision':
    case 'parallel':
      return {
        ...step,
        branches: step.branches.map(branch => ({...branch, steps: branch.steps.map(stepAtTable)})),
      };
    case 'group':
    case 'foreach':
    case 'repeat':
      return {...step, steps: step.steps.map(stepAtTable)};
    case 'include':
      return {...step, runbook: atTheTable(step.runbook)};
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'instruction':
    case 'approval':
    case 'input':
    case 'check':
    case 'wait':
    case 'assert':
    case 'let':
    case 'milestone':
    case 'end':
      return step;
  }
};
