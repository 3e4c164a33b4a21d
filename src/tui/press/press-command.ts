/** Commands of the page: answering, asking for a text first, moving about, replay. */
import type {Command} from '../key-binding.ts';
import type {Moment, Question} from '../moment.ts';
import type {Pressed, View} from '../view.ts';
import {answer, askReason, askResolution, askWhereTo, pressTick} from './press-answer.ts';
import {pressLook} from './press-look.ts';
import {openCommand, openEvidence, openHandover, openNote, openStop} from './press-remark.ts';
import {sendIntent} from './send.ts';

type Place = {readonly moment: Moment; readonly question: Question | undefined};

export const pressCommand = (view: View, command: Command, {moment, question}: Place): Pressed => {
  switch (command) {
    case 'help':
      return {view: {...view, dialog: {kind: 'help', scroll: 0}}};
    case 'menu':
      return {view: {...view, dialog: {kind: 'menu', cursor: 0}}};
    case 'leave':
      return {view, effect: {do: 'exit', why: moment.state.status === 'ended' ? 'ended' : 'left'}};
    case 'seek-back':
    case 'seek-on':
    case 'seek-first':
    case 'seek-last':
      return seek(view, command, moment);
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
        pressLook(view, command, {moment, question}) ?? (question ? pressQuestion(view, command, question) : {view})
      );
  }
};

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

type Seek = 'seek-back' | 'seek-on' | 'seek-first' | 'seek-last';

const seek = (view: View, command: Seek, {playback}: Moment): Pressed => {
  if (!playback) {
    return {view};
  }
  const {position, length} = playback;
  const wanted = {'seek-back': position - 1, 'seek-on': position + 1, 'seek-first': 0, 'seek-last': length}[command];
  return {view: {...view, scroll: 0}, effect: {do: 'seek', position: Math.max(0, Math.min(length, wanted))}};
};
