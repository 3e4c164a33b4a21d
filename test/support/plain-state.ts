/** A state with plain maps, so that one can be compared with another that was folded in another way. */
import type {RunState} from '../../src/run/state.ts';

export const plainState = (state: RunState): RunState => ({
  ...state,
  steps: new Map(state.steps.entries()),
  blocks: new Map(state.blocks.entries()),
});
