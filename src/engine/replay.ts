/** Deciding again from the same facts: where a run stands, and its state, from what a former session left in the journal. */
import {assert} from '../base/assert.ts';
import {advance} from '../machine/advance.ts';
import type {Forest} from '../machine/compile.ts';
import {beforeStart, type Position} from '../machine/position.ts';
import type {Fact} from '../run/event.ts';
import {apply} from '../run/fold.ts';
import type {RunState} from '../run/state.ts';
import type {Values} from './values/values.ts';

type Replaying = {
  readonly forest: Forest;
  /** The state before the first fact; it is brought up to date. */
  readonly state: RunState;
  readonly former: readonly Fact[];
  readonly values: Values;
};

/** Nothing acts, nothing is evaluated. */
export const replay = ({forest, state, former, values}: Replaying): Position => {
  let position = beforeStart;
  for (const fact of former) {
    const next = advance(forest, position, fact);
    assert(next !== position, `the journal holds a fact that the machine does not allow: ${fact.type} at ${fact.seq}`);
    position = next;
    apply(state, fact);
  }
  values.remake();
  return position;
};
