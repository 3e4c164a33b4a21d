/** Looking about: scrolling, the list of steps, those that wait or work, what was printed. */
import type {Command} from '../key-binding.ts';
import {focusOf, type Moment, type Question, waitingSteps, workingSteps} from '../moment.ts';
import {outputOf} from '../output/output-view.ts';
import type {Pressed, View} from '../view.ts';
import {findAgain, goToNext, moveBySteps, openFind} from './press-list.ts';
import {moveCursor, movePane} from './press-move.ts';

type Place = {readonly moment: Moment; readonly question: Question | undefined};

/** Undefined where the command is none of looking. */
export const pressLook = (view: View, command: Command, {moment, question}: Place): Pressed | undefined => {
  const page = Math.max(1, view.rows - 9);
  const isList = view.pane === 'steps';
  switch (command) {
    case 'up':
    case 'down':
      return moveCursor(view, command === 'up' ? -1 : 1, {moment, question});
    case 'page-up':
      return isList
        ? moveBySteps(view, -page, moment)
        : {view: {...view, scroll: Math.max(0, view.scroll - pageLines)}};
    case 'page-down':
      return isList ? moveBySteps(view, page, moment) : {view: {...view, scroll: view.scroll + pageLines}};
    case 'first-step':
      return moveBySteps(view, Number.NEGATIVE_INFINITY, moment);
    case 'last-step':
      return moveBySteps(view, Number.POSITIVE_INFINITY, moment);
    case 'find-step':
      return openFind(view);
    case 'find-next':
    case 'find-previous':
      return findAgain(view, command === 'find-next' ? 1 : -1, moment);
    case 'next-waiting':
      return goToNext(view, waitingSteps(moment), moment);
    case 'next-working':
      return goToNext(view, workingSteps(moment), moment);
    case 'output':
      return openOutput(view, moment, null);
    case 'find-output':
      return openOutput(view, moment, '');
    case 'pane':
      return movePane(view, moment);
    case 'follow':
      return {view: {...view, pane: 'step', selected: null, scroll: 0}};
    default:
      return undefined;
  }
};

/** How far PgUp and PgDn go on the page of a step. */
export const pageLines = 8;

const openOutput = (view: View, moment: Moment, typing: string | null): Pressed => {
  const step = focusOf(moment, view.selected);
  return step === undefined || step.attempt === 0 || step.outline.shape === 'group'
    ? {view: {...view, notice: 'This step has printed nothing.'}}
    : {view: {...view, dialog: {kind: 'output', output: outputOf(step.path, step.attempt, typing)}}};
};
