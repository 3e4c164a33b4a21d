/** Which included runbook a step stands in. */
import {blockOf, ownerOf, type Path} from './path.ts';
import type {RunState, StepState} from './state.ts';

/** The step that includes it, the innermost one; nothing for a step of the run's own runbook. */
export const includeAround = ({steps}: RunState, path: Path): StepState | undefined => {
  for (let block = blockOf(path); block !== ''; block = blockOf(ownerOf(block))) {
    // An item of a step with `each` is that step.
    const owner = steps.get(block) ?? steps.get(ownerOf(block));
    if (owner?.outline.kind === 'include' && owner.path !== path) {
      return owner;
    }
  }
  return undefined;
};
