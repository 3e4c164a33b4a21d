/** Deadlines that nobody has acknowledged, as data: for programs that drive a run, and in `show --json`. docs/reference/json.md is normative. */
import type {Json} from '../base/canonical-json.ts';
import type {RunState} from '../run/state.ts';
import {unacknowledged} from '../run/unacknowledged.ts';

/** Left out where nothing is owed. Also those whose time is over, and after the end of the run. */
export const owedJson = (state: RunState): {readonly owed?: Json} => {
  const owed = unacknowledged(state);
  return owed.length === 0
    ? {}
    : {owed: owed.map(({untilMs, ...one}) => ({...one, until: new Date(Math.round(untilMs)).toISOString()}))};
};
