/** A question that was asked in an earlier session, said again: who resumes on the plain face has not seen it. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {OpenPrompt} from '../run/intent.ts';
import type {RunState} from '../run/state.ts';
import {questionSentences} from './question-sentences.ts';
import {stepName} from './step-name.ts';

/** What is asked, or why it is stuck, as when it was asked; how to answer comes after it (`promptLines`). */
export const questionAgain = (open: OpenPrompt, state: RunState, nowMs: number): readonly string[] => {
  const step = state.steps.get(open.step);
  const name = stepName(state, open.step);
  const {prompt, shown, reason} = step ?? {};
  if (open.kind === 'held' || open.kind === 'unknown') {
    const words = open.kind === 'held' ? 'is held' : 'its outcome is unknown';
    return [`${name}: ${words}${reason === undefined ? '' : `: ${showForeignLine(reason)}`}.`];
  }
  if (!prompt) {
    return [];
  }
  const asked = {step: open.step, prompt, ...(shown && {shown})};
  return [
    `${name}: still waits for a person.`,
    ...questionSentences({...asked, at: new Date(nowMs).toISOString()}, state).map(line => `  ${line}`),
  ];
};
