/** Departures from what the author wrote; with one of them the outcome is never plain `recovered`. */
import type {Fact} from './event.ts';
import type {Path} from './path.ts';
import type {Deviation, RunState} from './state.ts';

/** Keeps a deviation with who caused it and when. */
export const deviate = (
  state: RunState,
  {seq, at, step, actor}: Fact & {readonly step: Path},
  deviation: Pick<Deviation, 'kind' | 'reason' | 'approval'>,
): void => {
  state.deviations.push({seq, atMs: Date.parse(at), step, actor, ...deviation});
};

/** A go that a typed name gave is proven: it departs from nothing any more. The names are those that the facts say. */
export const mend = (
  {deviations}: RunState,
  {step, attempt, of}: Extract<Fact, {readonly type: 'approval-proven'}>,
): void => {
  const at = deviations.findIndex(
    one => one.step === step && one.approval?.attempt === attempt && one.approval.by === of,
  );
  if (at !== -1) {
    deviations.splice(at, 1);
  }
};
