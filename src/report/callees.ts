/** Whom to call about a question: those whose go it takes, whoever has the step, and to whom it goes when nobody deals with it. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {OpenPrompt} from '../run/intent.ts';
import {sameName} from '../run/same-name.ts';
import type {RunState} from '../run/state.ts';

export type Callee = {
  readonly role: string;
  readonly name: string;
  /** The plan's contact behind the role. */
  readonly contact: string;
  /** As the plan writes it; nothing where the plan has none. */
  readonly phone?: string;
};

/** In the order in which to call; whoever runs the procedure is at the keyboard and is not among them. */
export const whomToCall = (state: RunState, {step: path}: Pick<OpenPrompt, 'step'>): readonly Callee[] => {
  const step = state.steps.get(path);
  const {role, escalate} = step?.outline ?? {};
  const asked = step?.status === 'awaiting' ? (step.prompt?.from ?? []) : [];
  // A role that was handed over since is whoever has it now.
  const approvers = asked.map(one => ({...one, ...state.roles[one.role]}));
  const holders = [approvers.length > 0 ? undefined : role, escalate?.to].flatMap(name => {
    const holder = name === undefined ? undefined : state.roles[name];
    return name === undefined || holder === undefined ? [] : [{role: name, ...holder}];
  });
  const all = [...approvers, ...holders].map(({role: of, name, contact}) => {
    const {phone} = state.contacts[contact] ?? {};
    return {role: of, name, contact, ...(phone !== undefined && {phone})};
  });
  return all.filter(
    ({name}, index) => !sameName(name, state.executor) && all.findIndex(other => sameName(other.name, name)) === index,
  );
};

/** Who has a role now, in the same words; a role that nobody has is called by its own name. */
export const roleHolder = ({roles, contacts}: RunState, role: string): string => {
  const holder = roles[role];
  const phone = holder && contacts[holder.contact]?.phone;
  return holder === undefined
    ? role.replaceAll('_', ' ')
    : `${showForeignLine(holder.name)}, ${role.replaceAll('_', ' ')}${phone === undefined ? '' : `, telephone ${showForeignLine(phone)}`}`;
};

/** `Grace Hopper, approver, telephone +49 30 1235`. */
export const calleeWords = ({name, role, phone}: Callee): string =>
  `${showForeignLine(name)}, ${role.replaceAll('_', ' ')}${phone === undefined ? ', of whom the plan has no telephone number' : `, telephone ${showForeignLine(phone)}`}`;
