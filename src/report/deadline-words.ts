/** What became of the deadlines of a run, in sentences: until when, who owes it, and how it is closed. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {RunState} from '../run/state.ts';
import {listedAfterMs, type Unacknowledged, unacknowledged} from '../run/unacknowledged.ts';

/** Those that nobody has acknowledged, and those that passed before somebody did; nothing of what was done in time. */
export const deadlineSentences = (state: RunState, nowMs: number): readonly string[] => {
  const late = [...state.overdue].filter(id => state.dealtWith.has(id));
  return [
    ...unacknowledged(state).map(one => deadlineWords(state, one, nowMs)),
    ...(late.length === 0 ? [] : [`Deadlines MISSED, and acknowledged later: ${late.join(', ')}.`]),
  ];
};

/** While the run is open it can be acknowledged; after the end of a run nothing can, and only an incident owes it still. */
const deadlineWords = (
  {roles, mode, status}: RunState,
  {id, text, role, untilMs}: Unacknowledged,
  nowMs: number,
): string => {
  const isOver = status === 'ended';
  const name = role === undefined ? undefined : (roles[role]?.name ?? role.replaceAll('_', ' '));
  const owner = name === undefined ? 'nobody is named for it' : `${showForeignLine(name)} owes it`;
  const began = untilMs < nowMs ? 'Deadline MISSED' : 'Deadline';
  const what = `${began}, ${isOver ? 'never acknowledged' : 'not acknowledged'}: ${id}, ${sentenceOf(text)}, until ${new Date(untilMs).toISOString()}`;
  if (!isOver) {
    return `${what}; ${owner}. Once it is done: acknowledge ${id}.`;
  }
  const listedUntil = new Date(untilMs + listedAfterMs).toISOString().slice(0, 10);
  return mode === 'incident'
    ? `${what}; ${owner}. A run that is over takes no acknowledgement: \`lifeboat\` lists it until ${listedUntil}.`
    : `${what}. It was practice: nobody owes it.`;
};

const sentenceOf = (text: string): string => showForeignLine(text.trim().replace(/\.$/, ''));
