/** Whom to call, in sentences for ears: with the role, the number of the plan, and after how long. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {OpenPrompt} from '../run/intent.ts';
import type {RunState} from '../run/state.ts';
import {spokenDuration} from './spoken-duration.ts';
import {type Call, numberOf, whomToCall} from './whom-to-call.ts';

/** About an open question, in the order in which to call. */
export const callSentences = (state: RunState, {step: path}: Pick<OpenPrompt, 'step'>): readonly string[] => {
  const step = state.steps.get(path);
  const calls = step ? whomToCall(state, step) : [];
  return calls.map((call, index) => `${index === 0 ? 'Whom to call' : 'Then call'}: ${callWords(call)}.`);
};

const callWords = ({name, as, at, afterMs}: Call): string => {
  const number = at === undefined ? 'of whom the plan has no number' : numberWords(at);
  return `${name}, ${as}, ${number}${afterMs === undefined ? '' : `, after ${spokenDuration(afterMs)} without an answer`}`;
};

/** The plan may have an address only. */
const numberWords = (at: string): string => (at.includes('@') ? at : `telephone ${at}`);

/** Who has a role now, in the same words; a role that nobody has is called by its own name. */
export const roleHolder = (state: RunState, role: string): string => {
  const holder = state.roles[role];
  if (holder === undefined) {
    return role.replaceAll('_', ' ');
  }
  const at = numberOf(state, holder.contact, holder.name);
  return `${showForeignLine(holder.name)}, ${role.replaceAll('_', ' ')}${at === undefined ? '' : `, ${numberWords(at)}`}`;
};
