/** Commands of the page: answering, asking for a text first, moving about. */

import {readAnswer} from '../../report/typed-answer.ts';
import {readRemark} from '../../report/typed-remark.ts';
import type {Intent} from '../../run/intent.ts';
import type {Command} from '../key-binding.ts';
import {focusOf, type Moment, type Question, runningSteps} from '../moment.ts';
import {pressReplay} from '../replay/press-replay.ts';
import {isReplayCommand} from '../replay/replay-command.ts';
import type {Pressed, View} from '../view.ts';
import {answer, askReason, askResolution, askWhereTo, pressTick} from './press-answer.ts';
import {moveCursor, movePane} from './press-move.ts';
import {sendIntent} from './send.ts';

export type Place = {readonly moment: Moment; readonly question: Question | undefined};

export const pressCommand = (view: View, command: Command, {moment, question}: Place): Pressed => {
  if (isReplayCommand(command)) {
    return moment.playback ? pressReplay(view, command, moment.playback) : {view};
  }
  switch (command) {
    case 'up':
    case 'down':
      return moveCursor(view, command === 'up' ? -1 : 1, {moment, question});
    case 'page-up':
      return {view: {...view, scroll: Math.max(0, view.scroll - pageLines)}};
    case 'page-down':
      return {view: {...view, scroll: view.scroll + pageLines}};
    case 'pane':
      return movePane(view, moment);
    case 'follow':
      return {view: {...view, pane: 'step', selected: null, scroll: 0}};
    case 'help':
      return {view: {...view, dialog: {kind: 'help', scroll: 0}}};
    case 'menu':
      return {view: {...view, dialog: {kind: 'menu', cursor: 0}}};
    case 'leave':
      return {view, effect: {do: 'exit', why: moment.state.status === 'ended' ? 'ended' : 'left'}};
    case 'repaint':
      return {view, effect: {do: 'repaint'}};
    case 'note':
      return openNote(view);
    case 'command':
      return openCommand(view, {moment, question});
    case 'stop':
      return openStop(view, moment);
    case 'pause':
    case 'continue':
      return sendIntent(view, {intent: command});
    default:
      return question ? pressQuestion(view, command, question) : {view};
  }
};

/** How far PgUp and PgDn go. */
export const pageLines = 8;

const pressQuestion = (view: View, command: Command, question: Question): Pressed => {
  switch (command) {
    case 'answer':
      return answer(view, question);
    case 'tick-here':
      return pressTick(view, question, view.cursor ?? 0);
    case 'cannot':
    case 'reject':
    case 'retry':
    case 'skip':
    case 'override':
    case 'undo':
      return askReason(view, command, question);
    case 'undo_to':
    case 'jump':
      return askWhereTo(view, command, question);
    case 'reveal':
      return sendIntent(view, {intent: 'reveal', step: question.step.path, attempt: question.step.attempt});
    case 'resolve-done':
      return askResolution(view, 'done', question);
    case 'resolve-again':
      return askResolution(view, 'again', question);
    case 'resolve-failed':
      return askResolution(view, 'failed', question);
    case 'look-again':
      return {view: {...view, notice: 'Nothing was decided. The step stays unknown until somebody does.'}};
    default:
      return {view};
  }
};

const openNote = (view: View): Pressed => ({
  view: {
    ...view,
    dialog: {kind: 'field', field: {label: 'Note for the record', text: '', intent: {intent: 'note'}, puts: 'value'}},
  },
});

/** A confirmation is typed in a field of its own, where nothing can be pasted. */
const openCommand = (view: View, {moment, question}: Place): Pressed => {
  const open = moment.prompts.find(({step}) => step === question?.step.path);
  const asked = open && {...open, moves: open.moves.filter(move => move !== 'confirm')};
  const prompt = question?.step.prompt;
  return {
    view: {
      ...view,
      dialog: {
        kind: 'field',
        field: {
          label: 'Command: handover ROLE NAME, evidence FILE, escalate ROLE: REASON, note TEXT',
          text: '',
          intent: {intent: 'note'},
          puts: 'nothing',
          reads: text => (asked ? readAnswer(text, {open: asked, ...(prompt && {prompt})}) : readRemark(text)),
          ...(question && {question: question.id}),
        },
      },
    },
  };
};

/** The step that is looked at, where it runs; else the only one that does. */
const openStop = (view: View, moment: Moment): Pressed => {
  const running = runningSteps(moment);
  const inFocus = focusOf(moment, view.selected)?.path;
  const step = running.find(({path}) => path === inFocus) ?? (running.length === 1 ? running[0] : undefined);
  if (!step) {
    return {view: {...view, notice: 'More than one step is running: go to the one that is to be stopped first.'}};
  }
  const intent: Intent = {intent: 'stop', step: step.path, attempt: step.attempt};
  const label = `Why ${step.outline.id} is stopped`;
  return {view: {...view, dialog: {kind: 'field', field: {label, text: '', intent, puts: 'reason'}}}};
};
