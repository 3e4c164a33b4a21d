/** How a step of each kind comes to give a value to later steps, for whoever reads one that it does not give. */
import type {Step} from './runbook.ts';

/** The way out for somebody who reads an output that a step does not have. */
export const wayToGive = (step: Step, output: string): string => {
  const {id} = step;
  switch (step.kind) {
    case 'decision':
    case 'parallel':
      return `give it under outputs of ${step.kind === 'decision' ? 'each branch' : 'a branch'} of "${id}": {${output}: EXPRESSION}`;
    case 'include':
      return `give it under outputs of the runbook that "${id}" includes: {${output}: EXPRESSION}`;
    case 'let':
      return `a let step names values: read values.${output}`;
    case 'group':
      return `a group gives nothing itself: read the step in it that does, steps.STEP.outputs.${output}`;
    case 'foreach':
      return `there are steps.${id}.items and steps.${id}.failed; only steps of the same item can read what its steps give`;
    case 'repeat':
      return `there is steps.${id}.status; only steps of the same round can read what its steps give: ask again in a step behind it`;
    case 'milestone':
      return `a milestone is an instant: read events.${step.event}`;
    case 'instruction':
      return 'an input step asks a person for a value: read steps.STEP.outputs.value of one';
    case 'approval':
    case 'assert':
    case 'end':
      return `there is steps.${id}.status`;
    case 'input':
      return `there is steps.${id}.outputs.value`;
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'check':
    case 'wait':
      return `give it under outputs of "${id}": {${output}: EXPRESSION}`;
  }
};
