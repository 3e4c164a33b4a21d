/** What a key does: a function from the screen's own state and the run's moment to the next state and at most one effect. */
import {bindingOf} from '../keymap.ts';
import {focusOf, type Moment, type Question, questionOf} from '../moment.ts';
import {pressOutput} from '../output/press-output.ts';
import {firstLetter, isSameLetter} from '../typed-name.ts';
import {freshView, type Pressed, type View, viewFor} from '../view.ts';
import type {KeyPress} from './key-press.ts';
import {pressDecision, pressFirstLetter, pressTick} from './press-answer.ts';
import {pressCommand} from './press-command.ts';
import {pressField} from './press-field.ts';
import {pressFind} from './press-list.ts';
import {pressMenu} from './press-menu.ts';
import {notRead, pasteNotRead} from './send.ts';

/**
 * The view as it stands over the moment's question: a question that is over takes its cursor and its text field with it. Who had
 * opened its step follows the run again: of several open questions the next would else stay out of sight.
 */
export const settle = (view: View, moment: Moment): View => {
  const question = questionOf(moment, focusOf(moment, view.selected));
  const isAnswered = view.pane === 'step' && view.selected !== null && view.question !== null && !question;
  return isAnswered
    ? settle({...view, selected: null, question: null}, moment)
    : viewFor(view, question?.id ?? null, firstCursor(question));
};

/** A checklist starts at its first item, a decision at what the runbook proposes; otherwise nothing is chosen beforehand. */
const firstCursor = (question: Question | undefined): number | null => {
  const prompt = question?.step.prompt;
  if (question?.kind === 'instruction') {
    return 0;
  }
  const proposed = prompt?.options?.findIndex(({name}) => name === prompt.proposal) ?? -1;
  return question?.kind === 'decision' && proposed >= 0 ? proposed : null;
};

/** Answers one key. */
export const press = (earlier: View, key: KeyPress, moment: Moment): Pressed => {
  const view: View = {...settle(earlier, moment), notice: ''};
  // What follows an answer in the same burst was typed for a question that nobody has seen yet.
  if (view.isSending && !(key.kind === 'key' && key.name === 'ctrl-c')) {
    return {view: {...view, notice: notRead}};
  }
  // Whatever is open, the terminal can be given away and drawn anew.
  const ofTerminal = key.kind === 'key' ? {'ctrl-z': 'suspend', 'ctrl-l': 'repaint'}[key.name] : undefined;
  if (ofTerminal === 'suspend' || ofTerminal === 'repaint') {
    return {view: earlier, effect: {do: ofTerminal}};
  }
  switch (view.dialog.kind) {
    case 'field':
      // Its text is on its way: what leads out must not say that nothing was recorded.
      return view.isSending ? pressPage(view, key, moment) : pressField(view, key, {field: view.dialog.field, moment});
    case 'menu':
      return key.kind === 'paste' ? {view: {...view, notice: pasteNotRead}} : pressMenu(view, key);
    case 'help':
      return pressHelp(view, view.dialog, key);
    case 'find-step':
      return pressFind(view, key, {moment, dialog: view.dialog});
    case 'output':
      return pressOutput(view, key, {output: view.dialog.output, moment});
    case 'none':
      return pressPage(view, key, moment);
  }
};

/** Scrolling keys scroll the help; any other closes it and does nothing else. */
const pressHelp = (view: View, help: Extract<View['dialog'], {kind: 'help'}>, key: KeyPress): Pressed => {
  if (key.kind === 'paste') {
    return {view: {...view, notice: pasteNotRead}};
  }
  const page = Math.max(8, view.rows - 10);
  const by = {up: -1, k: -1, down: 1, j: 1, 'page-up': -page, 'page-down': page, space: page}[key.name];
  return by === undefined
    ? {view: {...view, dialog: help.over ?? freshView.dialog}}
    : {view: {...view, dialog: {...help, scroll: Math.max(0, help.scroll + by)}}};
};

const pressPage = (view: View, key: KeyPress, moment: Moment): Pressed => {
  if (key.kind === 'paste') {
    return {view: {...view, notice: pasteNotRead}};
  }
  // While the list has the keys, a question may be out of sight on a narrow terminal: nothing answers it from there.
  const question = view.pane === 'steps' ? undefined : questionOf(moment, focusOf(moment, view.selected));
  const letter = firstLetter(question);
  if (question && letter !== undefined && isSameLetter(key.text, letter)) {
    return pressFirstLetter(view, question, key.text);
  }
  if (question && /^[1-9]$/.test(key.name)) {
    const index = Number(key.name) - 1;
    return question.kind === 'decision' || question.kind === 'pick'
      ? pressDecision(view, question, index)
      : pressTick(view, question, index);
  }
  const binding = bindingOf(key.name, {moment, question}, view);
  return binding ? openedBy(key.text, pressCommand(view, binding.command, {moment, question})) : {view};
};

/** A line remembers which letter opened it: the letter may have been the beginning of a name. */
const openedBy = (letter: string, pressed: Pressed): Pressed => {
  const {dialog} = pressed.view;
  return letter !== '' && dialog.kind === 'field'
    ? {...pressed, view: {...pressed.view, dialog: {kind: 'field', field: {...dialog.field, openedBy: letter}}}}
    : pressed;
};
