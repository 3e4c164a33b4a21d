/** What time alone makes worth saying, in sentences: a deadline that comes near, a step that runs longer than its target. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {OpenDeadline} from '../run/open-deadlines.ts';
import type {RunSession} from '../run/session.ts';
import type {RunState} from '../run/state.ts';
import {type LateStep, lateSteps, nearDeadlines} from '../run/time-attention.ts';
import {roleHolder} from './call-sentences.ts';
import {speakable} from './speakable.ts';
import {counted, spokenDuration} from './spoken-duration.ts';
import {stepName} from './step-name.ts';
import {timeOfDay} from './words.ts';

/** Each thing once: `key` tells whether it was said. */
export type Attention = {readonly key: string; readonly sentence: string};

export const attentionNow = (
  state: RunState,
  nowMs: number,
  output: RunSession['output'] = () => [],
): readonly Attention[] =>
  state.status === 'running'
    ? [
        ...nearDeadlines(state, nowMs).map(deadline => ofDeadline(deadline, state, nowMs)),
        ...lateSteps(state, nowMs).map(late => ofStep(late, state, output)),
      ]
    : [];

const ofDeadline = ({id, text, role, atMs}: OpenDeadline, state: RunState, nowMs: number): Attention => ({
  key: `deadline ${id}`,
  sentence: speakable(
    `A deadline comes in ${spokenDuration(atMs - nowMs)}, at ${timeOfDay(atMs)} UTC: ${showForeignLine(text.trim()).replace(/[.]$/, '')}.${role === undefined ? '' : ` It is for ${roleHolder(state, role)}.`} Type "acknowledge ${showForeignLine(id)}" once it is done.`,
  ),
});

const ofStep = (
  {step, attempt, elapsedMs, targetMs}: LateStep,
  state: RunState,
  output: RunSession['output'],
): Attention => {
  const printed = output(step, attempt).length;
  // Of a run that is only watched nobody knows it yet.
  const so = printed === 0 ? '' : ` It has printed ${counted(printed, 'line')}, "output ${step}" says them.`;
  return {
    key: `late ${step}#${attempt}`,
    sentence: speakable(
      `${stepName(state, step)}: still at work after ${spokenDuration(elapsedMs)}, LATER THAN ITS TARGET of ${spokenDuration(targetMs)}.${so}`,
    ),
  };
};
