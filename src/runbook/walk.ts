/** Every step of a runbook, in the order of the text, those of blocks inside steps included. */
import type {Step} from './runbook.ts';

/** A sequence of steps inside a step. `branch` names it where the step has several. */
export type InnerBlock = {readonly branch?: string; readonly steps: readonly Step[]};

/** The blocks of a step: the branches of a decision or parallel, the body of a group or loop; none for others. */
export const innerBlocks = (step: Step): readonly InnerBlock[] => {
  switch (step.kind) {
    case 'decision':
    case 'parallel':
      return step.branches.map(({name, steps}) => ({branch: name, steps}));
    case 'group':
    case 'foreach':
    case 'repeat':
      return [{steps: step.steps}];
    // What is included is a document of its own.
    case 'include':
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
    case 'let':
    case 'milestone':
    case 'end':
      return [];
  }
};

/** Yields a step before the steps of its blocks. */
export function* allSteps(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    for (const block of innerBlocks(step)) {
      yield* allSteps(block.steps);
    }
  }
}
