/** What goes on inside a group, for a screen that has no room for the list of steps beside it. */
import {formatClockMs} from '../../base/duration.ts';
import {stepLabel} from '../../report/step-name.ts';
import {stepsInOrder} from '../../run/blocks.ts';
import {isWithin} from '../../run/effects.ts';
import type {StepState} from '../../run/state.ts';
import {apart, type Line, say} from '../line.ts';
import type {Look} from '../look.ts';
import {isOpen, type Moment, statusAt} from '../moment.ts';
import {toneOf} from '../theme.ts';

/** More than fit on the smallest screen are found in the list. */
const linesMax = 6;

/** The steps in it that are at work, wait, or have gone wrong. */
export const insideLines = (moment: Moment, group: StepState, {width, glyphs}: Look): readonly Line[] => {
  const {state, nowMs} = moment;
  const inside = stepsInOrder(state).filter(step => step !== group && isWithin(step.path, group.path) && isTold(step));
  return inside.slice(0, linesMax).map(step => {
    const status = statusAt(moment, step);
    const {startedAtMs, finishedAtMs} = step;
    const time = startedAtMs === undefined ? '' : formatClockMs((finishedAtMs ?? nowMs) - startedAtMs);
    return apart(
      [{text: `${glyphs.marks[status]} `, tone: toneOf(status)}, ...say(stepLabel(state, step.path))],
      say(time),
      width,
    );
  });
};

/** Of a group that runs its steps tell. */
const isTold = (step: StepState): boolean =>
  step.status === 'failed' ||
  step.status === 'rejected' ||
  (isOpen(step) && (step.outline.shape !== 'group' || step.status !== 'running'));
