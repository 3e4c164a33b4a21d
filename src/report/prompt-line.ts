/** How a question is answered on the plain face: said once under it, a sentence for each answer that counts now. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {OpenPrompt} from '../run/intent.ts';
import type {RunState} from '../run/state.ts';
import {wordsFor} from './answer-words.ts';
import {callSentences} from './call-sentences.ts';
import {nextStepWords} from './next-step.ts';
import {speakable} from './speakable.ts';
import {stepName} from './step-name.ts';
import {addressOf} from './typed-line.ts';
import {costOf} from './way-back-sentences.ts';

/** The ways out of an open question, how it is told from others that are open, and whom to call; the last line says how to hear more. */
export const promptLines = (open: OpenPrompt, state: RunState, {isOneOfSeveral, nowMs}: Asking): readonly string[] =>
  [
    `${stepName(state, open.step)}: to answer, type one of these and press Enter.`,
    ...(isOneOfSeveral ? [howAddressed(open, state)] : []),
    ...(open.options ?? []).map(
      ({name, title}, index) => `  Number ${index + 1} is ${name}: ${showForeignLine(title)}.`,
    ),
    ...(open.lacks ? [`  What is asked for: ${showForeignLine(open.lacks.ask)}.`] : []),
    ...answersOf(open, state).map(
      answer => `  Type "${answer.spelled}" ${answer.explains}${costs(answer, open, {state, nowMs})}.`,
    ),
    ...callSentences(state, open).map(line => `  ${line}`),
    help(open),
  ].map(speakable);

type Asking = {
  readonly isOneOfSeveral: boolean;
  /** Where it is known, each way out of a held step says what it costs. */
  readonly nowMs?: number;
};

const costs = (
  {spelled}: Answer,
  open: OpenPrompt,
  {state, nowMs}: {state: RunState; nowMs: number | undefined},
): string => {
  const isUndo = state.steps.get(open.step)?.undoingOf !== undefined;
  return open.kind !== 'held' || isUndo || nowMs === undefined
    ? ''
    : costOf(spelled.split(' ')[0] ?? '', open, {state, nowMs});
};

type Answer = {readonly spelled: string; readonly explains: string};

/** All that can be typed for a question, as it is spelled; the target's own name comes first. */
export const answersOf = (open: OpenPrompt, state: RunState): readonly Answer[] => {
  const expected = state.steps.get(open.step)?.prompt?.expected;
  return [
    ...(open.moves.includes('confirm')
      ? [
          {
            spelled: showForeignLine(expected ?? ''),
            explains: 'to say that this target is meant; that name is the only text that begins it',
          },
        ]
      : []),
    ...wordsFor(open)
      .flatMap((word): readonly Answer[] => (word.word === 'failed' ? [waitWord, word] : [word]))
      .map(word => inUndo(word, state.steps.get(open.step)?.undoingOf))
      .map(word => withNext(word, open, state)),
  ];
};

/** What follows at once is said before it is set going; while a run goes back, nothing comes next. */
const withNext = (answer: Answer, {kind, step}: OpenPrompt, state: RunState): Answer => {
  const next =
    kind === 'instruction' && answer.spelled === 'done' && !state.undoing ? nextStepWords(state, step) : undefined;
  return next === undefined ? answer : {...answer, explains: `${answer.explains}; next comes ${next}`};
};

/** Where it is an undo that is held, the same words are about that. */
const inUndo = (answer: Answer, undoingOf: number | undefined): Answer => {
  const explains = undoingOf === undefined ? undefined : waysOfUndo[answer.spelled];
  return explains === undefined ? answer : {...answer, explains};
};

const waysOfUndo: {readonly [spelled: string]: string | undefined} = {
  retry: 'to try to undo it again',
  'skip REASON': 'to leave what it did in place',
  'override REASON': 'to count it as undone',
  'abort REASON': 'to end the run; nothing more is undone',
};

/** It decides nothing, so it is no answer to send; it stands where the question of an unknown outcome has it. */
const waitWord: Answer = {spelled: 'wait', explains: 'to decide nothing yet and hear the question again'};

const howAddressed = (open: OpenPrompt, state: RunState): string => {
  const address = addressOf(open.step);
  const [first] = answersOf(open, state);
  return `  Other questions are open too: begin the answer with "${address}", as in "${address} ${first?.spelled ?? ''}".`;
};

const help = ({kind}: OpenPrompt): string =>
  `  Type ${kind === 'unknown' ? '' : '"again" to hear the question again, '}"status" for the state of the run, "help" for all other words.`;
