/** A go by somebody whom the question does not name is said before it counts: a slip of the fingers is otherwise an approval. */

import type {Actor, FactBody} from '../../run/event.ts';
import type {Intent, IntentAnswer} from '../../run/intent.ts';
import {sameName} from '../../run/same-name.ts';
import {type Context, stateAt} from '../context.ts';

/**
 * The refusal of a typed name that the question does not name, where others are named; with that name as the value too the
 * same go is taken. Nothing where there is nothing to say: answers that were written beforehand, and paper, were looked at.
 */
export const meantApprover = (
  {state}: Context,
  {intent, facts}: {readonly intent: Intent; readonly facts: readonly FactBody[]},
  {via}: Actor,
): IntentAnswer | undefined => {
  const go = facts.find(fact => fact.type === 'approved');
  if (go?.proof !== 'typed' || go.role !== '' || !(via === 'screen' || via === 'plain' || via === 'json')) {
    return undefined;
  }
  const named = stateAt(state, go.step).prompt?.from ?? [];
  const value = (intent.actor ?? '').trim();
  if (named.length === 0 || sameName(String(intent.value ?? ''), value)) {
    return undefined;
  }
  const people = [...new Set(named.map(({name}) => name))].join(', ');
  const says = `${go.by} is not one of: ${people}. Said again it is taken all the same, as an approval by somebody whom the question does not name.`;
  return {
    accepted: false,
    why: `${says} To say it again, give that name as the value too.`,
    meant: {says, value},
  };
};
