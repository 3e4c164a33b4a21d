/** Commands of the page: answering, asking for a text first, moving about. */
import type {Command} from '../key-binding.ts';
import type {Moment, Question} from '../moment.ts';
import {pressReplay} from '../replay/press-replay.ts';
import {isReplayCommand} from '../replay/replay-command.ts';
import type {Pressed, View} from '../view.ts';
import {answer, askReason, askResolution, askWhereTo, pressTick} from './press-answer.ts';
import {pressLook} from './press-look.ts';
import {leave, openMenu} from './press-menu.ts';
import {openCommand, openEvidence, openHandover, openNote, openStop} from './press-remark.ts';
import {sendIntent} from './send.ts';

type Place = {readonly moment: Moment; readonly question: Question | undefined};

export const pressCommand = (view: View, command: Command, {moment, question}: Place): Pressed => {
  if (isReplayCommand(command)) {
    return moment.playback ? pressReplay(view, command, moment.playback) : {view};
  }
  switch (command) {
    case 'help':
      return {view: {...view, dialog: {kind: 'help', scroll: 0}}};
    case 'menu':
      return openMenu(view, moment);
    case 'leave':
      return leave(view, moment);
    case 'repaint':
      return {view, effect: {do: 'repaint'}};
    case 'note':
      return openNote(view);
    case 'evidence':
      return openEvidence(view);
    case 'handover':
      return openHandover(view, moment);
    case 'command':
      return openCommand(view, {moment, question});
    case 'stop':
      return openStop(view, moment);
    case 'pause':
    case 'continue':
      return sendIntent(view, {intent: command});
    default:
      return (
        pressLook(view, command, {moment, question}) ??
        (question ? pressQuestion(view, command, {moment, question}) : {view})
      );
  }
};

const pressQuestion = (
  view: View,
  command: Command,
  {moment, question}: {readonly moment: Moment; readonly question: Question},
): Pressed => {
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
      return askWhereTo(view, command, {question, state: moment.state});
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
