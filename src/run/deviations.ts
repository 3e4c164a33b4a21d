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

/** What is said of the run as a whole: one deviation less, or more. */
export const changeDeviations = (
  state: RunState,
  fact: Extract<Fact, {readonly type: 'approval-proven' | 'amended'}>,
): void => {
  if (fact.type === 'amended') {
    amend(state, fact);
  } else {
    mend(state, fact);
  }
};

/** The author's text was changed in the middle of the run. Where only a typed name let it be, that is another one. */
const amend = (state: RunState, fact: Extract<Fact, {readonly type: 'amended'}>): void => {
  const {number, reason, by, proof} = fact;
  const at = {...fact, step: ''};
  deviate(state, at, {kind: 'amended', reason: `amendment ${number}, approved by ${by}: ${reason}`});
  if (proof === 'typed') {
    const why = `${by} approved amendment ${number} by a typed name, which proves nothing`;
    deviate(state, at, {kind: 'unproven-approval', reason: why});
  }
};

/** A go that a typed name gave is proven: it departs from nothing any more. The names are those that the facts say. */
const mend = ({deviations}: RunState, {step, attempt, of}: Extract<Fact, {readonly type: 'approval-proven'}>): void => {
  const at = deviations.findIndex(
    one => one.step === step && one.approval?.attempt === attempt && one.approval.by === of,
  );
  if (at !== -1) {
    deviations.splice(at, 1);
  }
};
