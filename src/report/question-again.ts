/** A question said again: to whoever resumes on the plain face and has not seen it, and to whoever types `again`. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Ghost} from '../run/ghost.ts';
import type {OpenPrompt} from '../run/intent.ts';
import type {RunState} from '../run/state.ts';
import {actionSentences} from './action-sentences.ts';
import {questionSentences} from './question-sentences.ts';
import {speakable} from './speakable.ts';
import {spokenDuration} from './spoken-duration.ts';
import {stepName} from './step-name.ts';
import {stuckSentences} from './stuck-sentences.ts';
import {escalationWords} from './words.ts';

export type Now = {readonly nowMs: number; readonly ghost?: Ghost | undefined};

/** What is asked, or why it is stuck, as when it was asked; how to answer comes after it (`promptLines`). */
export const questionAgain = (open: OpenPrompt, state: RunState, now: Now): readonly string[] => {
  const [first, ...rest] = sentencesOf(open, state, now);
  const called = escalationSentences(open, state);
  return first === undefined ? [] : [first, ...[...called, ...rest].map(line => `  ${line}`)].map(speakable);
};

/** Who was called in this attempt; the question is theirs too. */
const escalationSentences = ({step}: OpenPrompt, {steps}: RunState): readonly string[] => {
  const {escalations = [], attempt} = steps.get(step) ?? {};
  return escalations
    .filter(one => one.attempt === attempt)
    .map(one => `${showForeignLine(escalationWords(one)).replace(/[.]$/, '')}.`);
};

const sentencesOf = (open: OpenPrompt, state: RunState, {nowMs, ghost}: Now): readonly string[] => {
  const step = state.steps.get(open.step);
  const name = stepName(state, open.step);
  const {prompt, shown, stuckSinceMs, askedAtMs} = step ?? {};
  const sinceMs = askedAtMs ?? stuckSinceMs;
  const waited = sinceMs === undefined ? '' : `, for ${spokenDuration(Math.max(0, nowMs - sinceMs))} now`;
  switch (open.kind) {
    case 'held':
      return [
        `${name}: is HELD and waits for a person${waited}.`,
        ...stuckSentences(open, state),
        ...actionSentences(shown),
      ];
    case 'unknown':
      return [
        `${name}: its OUTCOME IS UNKNOWN, and it waits for a person${waited}.`,
        ...stuckSentences(open, state),
        ...actionSentences(shown),
      ];
    case 'pick':
      return [`${name}: ${showForeignLine(open.ask)}`];
    case 'secret':
      return [
        `${name}: waits for a secret that is gone with the program that knew it${waited}.`,
        'No record has it, and nothing of this step is lost.',
      ];
    case 'instruction':
    case 'input':
    case 'decision':
    case 'approval':
    case 'confirmation':
      return prompt
        ? [
            `${name}: still waits for a person${waited}.`,
            ...questionSentences(
              {step: open.step, prompt, at: new Date(nowMs).toISOString(), ghost, ...(shown && {shown})},
              state,
            ),
          ]
        : [];
  }
};
