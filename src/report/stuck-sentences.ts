/** Held and unknown, in sentences: what happened, what is safe, what is known. What each way out does stands beside it. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {OpenPrompt} from '../run/intent.ts';
import type {RunState, StepState} from '../run/state.ts';
import {aftermath} from './aftermath.ts';
import {timeOfDay} from './words.ts';

/** Nothing for questions of other kinds. */
export const stuckSentences = ({kind, step: path}: OpenPrompt, {steps}: RunState): readonly string[] => {
  const step = steps.get(path);
  if (step === undefined) {
    return [];
  }
  switch (kind) {
    case 'held':
      return heldSentences(step);
    case 'unknown':
      return unknownSentences(step);
    case 'instruction':
    case 'input':
    case 'decision':
    case 'approval':
    case 'confirmation':
    case 'pick':
    case 'secret':
      return [];
  }
};

const heldSentences = (step: StepState): readonly string[] => {
  const proposed = step.then?.do === 'hold' ? step.then.undoTo : undefined;
  return [
    ...(step.undoingOf === undefined ? [] : [`What is held is the undo of attempt ${step.undoingOf}.`]),
    `What happened: ${showForeignLine(step.reason ?? 'no reason was recorded')}.`,
    `What is safe: nothing new starts; ${aftermath(step)}.`,
    ...(proposed === undefined ? [] : [`The runbook proposes to undo everything back to ${proposed}.`]),
    ...troubleSentences(step),
  ];
};

/** What the author knows about it going wrong. */
export const troubleSentences = ({outline}: StepState): readonly string[] =>
  (outline.troubleshoot ?? []).map(
    ({symptom, check, then}) =>
      `If ${showForeignLine(symptom)}${check === undefined ? '' : ` (to make sure: ${showForeignLine(check)})`}: ${showForeignLine(then)}`,
  );

/** The same order as on the screen; nothing is chosen beforehand. */
const unknownSentences = (step: StepState): readonly string[] => {
  const {attempt, began, reason = 'the program ended while it ran'} = step;
  const since = began === undefined ? '' : ` began at ${timeOfDay(began.atMs)} UTC`;
  const evidence = step.checks.filter(({use}) => use === 'done_when' || use === 'verify');
  return [
    `What happened: attempt ${attempt}${since}, and nobody knows how it ended: ${showForeignLine(reason)}.`,
    ...evidence.map(
      ({name, ok, detail}) =>
        `Check ${showForeignLine(name)} says: ${ok ? 'done' : 'not done'}${detail === '' ? '' : `, ${showForeignLine(detail)}`}.`,
    ),
    'What is safe: nothing new starts, and nothing is guessed.',
  ];
};
