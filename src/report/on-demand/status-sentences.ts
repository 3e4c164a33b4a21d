/** How the run stands, in sentences: what a screen has in its head line, its notices and its marks. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {stepsAtWork} from '../../run/at-work.ts';
import {stepsInOrder} from '../../run/blocks.ts';
import type {OpenPrompt} from '../../run/intent.ts';
import {hasPassed, openDeadlines} from '../../run/open-deadlines.ts';
import {openDuties} from '../../run/open-duties.ts';
import type {RunState, StepState} from '../../run/state.ts';
import {clockLines} from '../clock-lines.ts';
import {dutyWords} from '../duty-words.ts';
import {degradedNotice} from '../record-sentences.ts';
import {speakable} from '../speakable.ts';
import {counted, spokenDuration} from '../spoken-duration.ts';
import {stepName, stepsOnPage} from '../step-name.ts';
import {targetName, targetOf} from '../target-name.ts';
import {timeSentences} from '../time-sentences.ts';
import {wayBackSentences} from '../way-back-sentences.ts';
import {modeWords, statusNow, statusWords, timeOfDay, titleWords} from '../words.ts';

export type StatusParts = {
  readonly prompts: readonly OpenPrompt[];
  readonly nowMs: number;
  /** The head of the record as words, to be read out on a call; empty before the first fact. */
  readonly head: string;
};

export const statusSentences = (state: RunState, {prompts, nowMs, head}: StatusParts): readonly string[] => {
  const steps = stepsInOrder(state);
  return [
    `${modeWords[state.mode]}: ${showForeignLine(titleWords(state.outline.title, state.variant))}, run by ${showForeignLine(state.executor)}.`,
    `The run is ${state.run}.${targetWords(state)}`,
    ...(state.degraded ? [`${degradedNotice(state.degraded)}.`] : []),
    ...(state.paused ? ['The run is PAUSED: nothing new starts. Type "continue" to go on.'] : []),
    `${counted(steps.filter(isOver).length, 'step')} of ${stepsOnPage(state)} on the page ${steps.filter(isOver).length === 1 ? 'is' : 'are'} over.`,
    ...stepsAtWork(state).map(step => atWork(step, state, nowMs)),
    ...(prompts.length === 0
      ? ['Nothing waits for a person.']
      : prompts.map(({step}) => `${stepName(state, step)}: ${waiting(state.steps.get(step))}`)),
    ...deadlines(state, nowMs),
    ...openDuties(state).map(duty => dutyWords(state, duty)),
    recorded(state),
    ...wayBackSentences(state),
    ...timeSentences(state, nowMs),
    ...clockLines(state),
    ...(head === '' ? [] : [`Head of the record: ${head}.`]),
  ].map(speakable);
};

const recorded = ({deviations, notes, evidence}: RunState): string =>
  `So far: ${counted(deviations.length, 'deviation')}, ${counted(notes.length, 'note')}, ${counted(evidence.length, 'file')} of evidence.`;

const targetWords = (state: RunState): string => {
  const target = targetOf(state);
  return target === undefined ? '' : ` It acts on ${showForeignLine(targetName(target))}.`;
};

const isOver = ({status, outline}: StepState): boolean =>
  outline.shape !== 'group' &&
  (status === 'succeeded' || status === 'skipped' || status === 'overridden' || status === 'not-applicable');

const atWork = (step: StepState, state: RunState, nowMs: number): string => {
  const {startedAtMs, outline} = step;
  const since = startedAtMs === undefined ? '' : ` for ${spokenDuration(nowMs - startedAtMs)}`;
  const {targetMs, estimate} = outline;
  const of = targetMs ?? estimate.p50Ms;
  const planned = of > 0 ? `, ${targetMs === undefined ? 'estimated' : 'target'} ${spokenDuration(of)}` : '';
  return `${stepName(state, step.path)}: ${statusWords[statusNow(step)]}${since}${planned}.`;
};

const waiting = (step: StepState | undefined): string => {
  const status = step && statusNow(step);
  return status === undefined || status === 'awaiting'
    ? 'waits for a person; type "again" to hear the question.'
    : `${statusWords[status]} and waits for a person; type "again" to hear the question.`;
};

/** Those that nobody has dealt with, passed or still to come. */
const deadlines = (state: RunState, nowMs: number): readonly string[] =>
  openDeadlines(state).map(deadline => {
    const {id, text, atMs} = deadline;
    const when = hasPassed(deadline, nowMs)
      ? `DEADLINE PASSED ${spokenDuration(Math.max(0, nowMs - atMs))} ago`
      : `Deadline in ${spokenDuration(atMs - nowMs)}, at ${timeOfDay(atMs)} UTC`;
    return `${when}: ${showForeignLine(text)}. Type "acknowledge ${showForeignLine(id)}" once it is done.`;
  });
