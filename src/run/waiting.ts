/** For whom an open run waits, what for, and since when. */
import {isLacking} from './lacking.ts';
import type {RunState, StepState} from './state.ts';

export type Waiting = {
  readonly step: string;
  readonly title: string;
  readonly why: 'answer' | 'approval' | 'held' | 'unknown' | 'secret';
  /** The roles that can end the waiting, and who has them; empty where nobody is named. */
  readonly people: readonly {readonly role: string; readonly contact: string | null; readonly name: string}[];
  /** Milliseconds since 1970; null where the record does not say it. */
  readonly sinceMs: number | null;
};

/** In the order of the page. What is at work waits for nobody. */
export const waitingIn = (state: RunState): readonly Waiting[] =>
  [...state.steps.values()].flatMap(step => {
    const why = reasonOf(step);
    return why === undefined
      ? []
      : [
          {
            step: step.path,
            title: step.outline.title,
            why,
            people: peopleFor(state, step),
            sinceMs: step.askedAtMs ?? step.stuckSinceMs ?? null,
          },
        ];
  });

const reasonOf = (step: StepState): Waiting['why'] | undefined => {
  if (step.status === 'held' || step.status === 'unknown') {
    return step.status;
  }
  if (isLacking(step)) {
    return 'secret';
  }
  return step.status === 'awaiting' ? (step.prompt?.kind === 'approval' ? 'approval' : 'answer') : undefined;
};

/** An approval waits for those who may give it, all else for whoever has the role of the step. */
const peopleFor = ({roles}: RunState, {prompt, status, outline: {role}}: StepState): Waiting['people'] => {
  if (status === 'awaiting' && prompt?.from !== undefined) {
    return prompt.from.map(person => ({...person, role: spoken(person.role)}));
  }
  const filled = role === undefined ? undefined : roles[role];
  return role === undefined
    ? []
    : [{role: spoken(role), contact: filled?.contact ?? null, name: filled?.name ?? spoken(role)}];
};

const spoken = (role: string): string => role.replaceAll('_', ' ');
