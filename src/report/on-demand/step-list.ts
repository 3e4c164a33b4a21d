/** The list of steps in sentences: its place, its title, how it stands, how long it took; headings between them. */
import {showForeignLine} from '../../base/foreign-text.ts';
import {stepsInOrder} from '../../run/blocks.ts';
import type {Ghost} from '../../run/ghost.ts';
import type {RunState, StepState} from '../../run/state.ts';
import {speakable} from '../speakable.ts';
import {counted, spokenDuration} from '../spoken-duration.ts';
import {stepName} from '../step-name.ts';
import {modeWords, shownStatus, statusNow, statusWords} from '../words.ts';

/** Each line ends with the id by which a step is named in an answer. */
export const stepList = (state: RunState, nowMs: number, ghost: Ghost | undefined): readonly string[] => {
  const steps = stepsInOrder(state);
  let last: string | undefined;
  return [
    `The list has ${counted(steps.length, 'step')}.${ghostWords(ghost)}`,
    ...steps.flatMap(step => {
      const {heading} = step.outline;
      const isNew = heading !== undefined && heading !== last;
      last = heading ?? last;
      return [...(isNew ? [`${showForeignLine(heading)}:`] : []), `  ${stepLine(step, state, {nowMs, ghost})}`];
    }),
  ].map(speakable);
};

/** Which run the last times are of. */
const ghostWords = (ghost: Ghost | undefined): string =>
  ghost === undefined
    ? ''
    : ` Last times are those of the ${modeWords[ghost.mode].toLowerCase()} of ${new Date(ghost.startedAtMs).toISOString().slice(0, 10)}.`;

type Now = {readonly nowMs: number; readonly ghost: Ghost | undefined};

const stepLine = (step: StepState, state: RunState, {nowMs, ghost}: Now): string => {
  const now = statusNow(step);
  const status = statusWords[now === 'pending' ? shownStatus(step) : now];
  return `${stepName(state, step.path)}: ${status}${timeWords(step, nowMs)}${lastWords(ghost?.steps.get(step.path)?.tookMs)}. Its id is ${step.path}.`;
};

const lastWords = (tookMs: number | undefined): string =>
  tookMs === undefined ? '' : `, last time ${spokenDuration(tookMs)}`;

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
