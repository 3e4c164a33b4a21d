/** Where a failure or a no-go leads. */
import type {OnFailure} from '../runbook/runbook.ts';
import {type Failing, lead, leadOn, type Place} from './sketch.ts';

/** Adds the edges of a policy, and gives the events after which the run is held there. */
export const leadFailure = (policy: OnFailure, failing: Failing, place: Place): readonly string[] => {
  const {from, event, word, kind} = failing;
  const target = (id: string): string => place.scope.entries.get(id) ?? id;
  switch (policy.do) {
    case 'hold':
      if (place.givesUpTo === undefined) {
        return [event];
      }
      lead(place, {from, to: place.givesUpTo, kind, event, label: `${word}: the item is given up`});
      return [];
    case 'continue':
      leadOn(place, {from, kind, event, label: word});
      return [];
    case 'abort':
      place.scope.abort(failing);
      return [];
    case 'goto':
      lead(place, {from, to: target(policy.step), kind, event, label: word});
      return [];
    case 'undo_to': {
      const {step, then} = policy;
      const undone = {from, to: target(step), kind: 'undo', label: `${word}: undo back to here`} as const;
      if (then === undefined) {
        lead(place, {...undone, event: 'undone'});
      } else {
        lead(place, undone);
        lead(place, {from, to: target(then), kind: 'undo', label: 'after the undo', event: 'undone'});
      }
      return [event];
    }
  }
};
