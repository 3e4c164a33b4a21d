/** Whom to call about a step that waits: with the numbers of the plan, as they were pinned when the run began. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {RunState, StepState} from '../run/state.ts';
import {roundDuration} from './words.ts';

export type Call = {
  readonly name: string;
  /** In which role, or which rung of the ladder they are. */
  readonly as: string;
  /** A telephone number, else an address; nothing where the plan has neither. */
  readonly at?: string;
  /** After how long without an answer, milliseconds; at once where it is missing. */
  readonly afterMs?: number;
};

/** Whose answer it is, then who is called when nobody answers: by the step itself, then by the ladder of the plan. Nobody twice. */
export const whomToCall = (state: RunState, {outline, prompt}: StepState): readonly Call[] => {
  const {escalate, role} = outline;
  const askedFrom = prompt?.from ?? [];
  const asked = askedFrom.length > 0 ? askedFrom : role === undefined ? [] : roleIn(state, role);
  const next = escalate === undefined ? [] : roleIn(state, escalate.to);
  const calls = [
    ...asked.map(one => callOf(state, one)),
    ...next.map(one => ({...callOf(state, one), ...(escalate && {afterMs: escalate.afterMs})})),
    ...state.ladder.map(({title, contact, afterMs}) => ({
      ...callOf(state, {role: title, contact, name: state.contacts[contact]?.name ?? contact}),
      ...(afterMs > 0 && {afterMs}),
    })),
  ];
  return calls.filter((call, index) => calls.findIndex(({name}) => name === call.name) === index);
};

type Holder = {readonly role: string; readonly contact: string; readonly name: string};

const roleIn = ({roles}: RunState, role: string): readonly Holder[] => {
  const held = roles[role];
  return held === undefined ? [] : [{role, ...held}];
};

const callOf = (state: RunState, {role, contact, name}: Holder): Call => {
  const at = numberOf(state, contact, name);
  return {name: showForeignLine(name), as: showForeignLine(role.replaceAll('_', ' ')), ...(at !== undefined && {at})};
};

/** Who was given a role by name alone may stand in the plan all the same. */
export const numberOf = ({contacts}: RunState, contact: string, name: string): string | undefined => {
  const known = contacts[contact] ?? Object.values(contacts).find(one => one.name === name);
  const number = known?.phone ?? known?.email;
  return number === undefined ? undefined : showForeignLine(number);
};

/** `Grace Hopper +49 30 123402`: the shortest that one can call by. */
const callWords = ({name, at}: Call): string => `${name} ${at ?? '(no number)'}`;

/** `Call Grace Hopper +49 30 123402, then Ada Lovelace (no number)`; nothing where there is nobody to call. */
export const callsInOrder = (calls: readonly Call[]): string =>
  calls.length === 0 ? '' : `Call ${calls.map(callWords).join(', then ')}`;

/** `Grace Hopper, technical lead: +49 30 123402, after 20 min without an answer`. */
export const callSentence = ({name, as, at, afterMs}: Call): string =>
  `${name}, ${as}: ${at ?? 'no number in the plan'}${afterMs === undefined ? '' : `, after ${roundDuration(afterMs)} without an answer`}`;
