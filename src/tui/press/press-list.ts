/** The list of steps: by pages, to its ends, and to the steps that a word names. */
import {stepsInOrder} from '../../run/blocks.ts';
import type {Path} from '../../run/path.ts';
import type {StepState} from '../../run/state.ts';
import {focusOf, type Moment} from '../moment.ts';
import {freshView, type Pressed, type View} from '../view.ts';
import {editText} from './edit-text.ts';
import type {KeyPress} from './key-press.ts';

/** So many steps on, or back; no further than the ends. */
export const moveBySteps = (view: View, by: number, moment: Moment): Pressed => {
  const steps = stepsInOrder(moment.state);
  const place = Math.max(0, Math.min(steps.length - 1, placeOf(view, steps, moment) + by));
  return {view: {...view, selected: steps[place]?.path ?? null, scroll: 0}};
};

const placeOf = (view: View, steps: readonly StepState[], moment: Moment): number => {
  const path = view.selected ?? focusOf(moment, null)?.path;
  return steps.findIndex(step => step.path === path);
};

/** Opens the line behind `/`. */
export const openFind = (view: View): Pressed => ({
  view: {...view, dialog: {kind: 'find-step', text: '', from: view.selected}},
});

/** While it is typed the list goes to the first step that fits, from where it stood; Esc goes back there. */
export const pressFind = (
  view: View,
  key: KeyPress,
  {moment, dialog}: {readonly moment: Moment; readonly dialog: FindStep},
): Pressed => {
  const closed: View = {...view, dialog: freshView.dialog};
  const name = key.kind === 'key' ? key.name : 'paste';
  if (name === 'escape' || name === 'ctrl-c') {
    return {view: {...closed, selected: dialog.from}};
  }
  if (name === 'enter') {
    return dialog.text === ''
      ? {view: closed}
      : goToWanted({...closed, wanted: dialog.text}, dialog.text, {moment, by: 1, isFirst: true});
  }
  const text = editText(dialog.text, key);
  if (text === undefined) {
    return {view};
  }
  const typed: View = {...view, dialog: {...dialog, text}, selected: dialog.from};
  return text === '' ? {view: typed} : goToWanted(typed, text, {moment, by: 1, isFirst: true});
};

type FindStep = Extract<View['dialog'], {kind: 'find-step'}>;

/** To the next step that fits what was searched for last, or to the one before; round the ends, with a word. */
export const findAgain = (view: View, by: 1 | -1, moment: Moment): Pressed =>
  view.wanted === ''
    ? {view: {...view, notice: 'Nothing was searched for yet: / searches the steps.'}}
    : goToWanted(view, view.wanted, {moment, by, isFirst: false});

type Search = {readonly moment: Moment; readonly by: 1 | -1; readonly isFirst: boolean};

const goToWanted = (view: View, wanted: string, {moment, by, isFirst}: Search): Pressed => {
  const steps = stepsInOrder(moment.state);
  const fitting = steps.flatMap((step, place) => (fits(step, wanted) ? [{path: step.path, place}] : []));
  const here = placeOf(view, steps, moment);
  const further = (place: number): boolean => (by > 0 ? place > here || (isFirst && place === here) : place < here);
  const ahead = by > 0 ? fitting.find(({place}) => further(place)) : fitting.findLast(({place}) => further(place));
  const found = ahead ?? (by > 0 ? fitting[0] : fitting.at(-1));
  if (!found) {
    return {view: {...view, notice: `No step has "${wanted}" in its title or its id.`}};
  }
  const round = ahead ? '' : by > 0 ? ' From the first step again.' : ' From the last step again.';
  const number = fitting.findIndex(({place}) => place === found.place) + 1;
  const notice = `"${wanted}": ${number} of ${fitting.length}.${round}`;
  return {view: {...view, selected: found.path, scroll: 0, notice}};
};

/** By its title or its id, which may be typed with spaces. */
const fits = ({outline: {title, id}}: StepState, wanted: string): boolean =>
  [title, id, id.replaceAll('_', ' ')].some(text =>
    text.toLocaleLowerCase('en').includes(wanted.trim().toLocaleLowerCase('en')),
  );

/** To the next of several steps behind the one that is looked at; round, from the last to the first. */
export const goToNext = (view: View, steps: readonly StepState[], moment: Moment): Pressed => {
  const shown = focusOf(moment, view.selected)?.path;
  const next: Path | undefined = steps[(steps.findIndex(({path}) => path === shown) + 1) % steps.length]?.path;
  // The question that was in sight is not over: that it is out of sight now must not look as if it had been answered.
  return next === undefined ? {view} : {view: {...view, pane: 'step', selected: next, question: null, scroll: 0}};
};
