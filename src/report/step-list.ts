/** All steps of a run as plain lines: how each stands, how long it took, and why. */
import {showForeignLine} from '../base/foreign-text.ts';
import {stepsInOrder} from '../run/blocks.ts';
import type {RunState} from '../run/state.ts';
import {itemNames} from './item-name.ts';
import {spokenDuration} from './spoken-duration.ts';
import {missingOutput, paperWords, shownStatus, statusWords} from './words.ts';

/** A line a step, in the order of the page; steps inside others are indented. */
export const stepListLines = (state: RunState): readonly string[] =>
  stepsInOrder(state).map(step => {
    const elapsed =
      step.startedAtMs === undefined || step.finishedAtMs === undefined
        ? ''
        : `  ${spokenDuration(step.finishedAtMs - step.startedAtMs)}`;
    const reason = step.reason === undefined ? '' : `  (${showForeignLine(step.reason)})`;
    const items = itemNames(state, step.path);
    const missing = missingOutput(step.outputGap);
    return `${'  '.repeat(step.depth)}${statusWords[shownStatus(step)]}  ${showForeignLine(step.outline.title)}${items.length === 0 ? '' : ` (${items.join('; ')})`}  [${step.path}]${elapsed}${reason}${paperWords(step)}${missing === undefined ? '' : `  ${missing}`}`;
  });
