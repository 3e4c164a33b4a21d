/** Departures from what the author wrote; with one of them the outcome is never plain `recovered`. */
import type {Fact} from './event.ts';
import type {Path} from './path.ts';
import type {Deviation, RunState} from './state.ts';

/** Keeps a deviation with who caused it and when. */
export const deviate = (
  state: RunState,
  {seq, at, step, actor}: Fact & {readonly step: Path},
  {kind, reason}: Pick<Deviation, 'kind' | 'reason'>,
): void => {
  state.deviations.push({seq, atMs: Date.parse(at), kind, step, reason, actor});
};
