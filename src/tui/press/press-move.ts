/** Moving about: the cursor in the question's list, the steps of the run, the pane that the arrows belong to. */
import {focusOf, type Moment, type Question} from '../moment.ts';
import type {Pressed, View} from '../view.ts';
import {moveBySteps} from './press-list.ts';

type Place = {readonly moment: Moment; readonly question: Question | undefined};

export const moveCursor = (view: View, by: 1 | -1, {moment, question}: Place): Pressed => {
  if (view.pane === 'steps') {
    return moveBySteps(view, by, moment);
  }
  const length = listLength(question);
  if (length === 0) {
    return {view: {...view, scroll: Math.max(0, view.scroll + by)}};
  }
  const cursor = view.cursor === null ? (by > 0 ? 0 : length - 1) : view.cursor + by;
  // The pane goes back to where the cursor is.
  return {view: {...view, cursor: Math.max(0, Math.min(length - 1, cursor)), scroll: 0}};
};

const listLength = (question: Question | undefined): number => {
  const prompt = question?.step.prompt;
  switch (question?.kind) {
    case 'instruction':
      return prompt?.checklist?.length ?? 0;
    case 'decision':
    case 'pick':
      return question.options.length;
    default:
      return 0;
  }
};

/** Into the list of steps, where the arrows choose one to look at, and back to that step. */
export const movePane = (view: View, moment: Moment): Pressed =>
  view.pane === 'step'
    ? {view: {...view, pane: 'steps', selected: view.selected ?? focusOf(moment, null)?.path ?? null}}
    : {view: {...view, pane: 'step'}};
