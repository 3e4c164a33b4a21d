/** The list of steps in sentences: its place, its title, how it stands, how long it took; headings between them. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {stepsInOrder} from '../../run/blocks.ts';
import type {RunState, StepState} from '../../run/state.ts';
import {speakable} from '../speakable.ts';
import {counted, spokenDuration} from '../spoken-duration.ts';
import {stepName} from '../step-name.ts';
import {shownStatus, statusNow, statusWords} from '../words.ts';

/** Each line ends with the id by which a step is named in an answer. */
export const stepList = (state: RunState, nowMs: number): readonly string[] => {
  const steps = stepsInOrder(state);
  let last: string | undefined;
  return [
    `The list has ${counted(steps.length, 'step')}.`,
    ...steps.flatMap(step => {
      const {heading} = step.outline;
      const isNew = heading !== undefined && heading !== last;
      last = heading ?? last;
      return [...(isNew ? [`${showForeignLine(heading)}:`] : []), `  ${stepLine(step, state, nowMs)}`];
    }),
  ].map(speakable);
};

const stepLine = (step: StepState, state: RunState, nowMs: number): string => {
  const now = statusNow(step);
  const status = statusWords[now === 'pending' ? shownStatus(step) : now];
  return `${stepName(state, step.path)}: ${status}${timeWords(step, nowMs)}. Its id is ${step.path}.`;
};

const timeWords = ({startedAtMs, finishedAtMs, outline}: StepState, nowMs: number): string => {
  const {targetMs, estimate, shape} = outline;
  const planned = targetMs ?? estimate.p50Ms;
  const plan =
    planned > 0 && finishedAtMs === undefined
      ? `, ${targetMs === undefined ? 'estimated' : 'target'} ${spokenDuration(planned)}`
      : '';
  if (startedAtMs === undefined || shape === 'instant') {
    return plan;
  }
  const tookMs = (finishedAtMs ?? nowMs) - startedAtMs;
  const late = targetMs !== undefined && tookMs > targetMs ? ', later than its target' : '';
  return `, ${finishedAtMs === undefined ? 'for' : 'after'} ${spokenDuration(tookMs)}${plan}${late}`;
};
