/** Sending: one intent at a time, so that a key pressed twice is not an answer given twice. */
import type {Intent, IntentAnswer} from '../../run/intent.ts';
import {type Field, freshView, type Pressed, type View} from '../view.ts';

export const sendIntent = (view: View, intent: Intent): Pressed =>
  // An abort can come out of the menu while another answer is on its way.
  view.isSending
    ? {view: {...view, notice: notRead}}
    : {view: {...view, isSending: true, dialog: freshView.dialog}, effect: {do: 'send', intent}};

/** Said about every key that came meanwhile, and left standing when the answer is recorded: none is lost without a word. */
export const notRead = 'Not read: your last answer was still being recorded. Press it again.';

/** The view once the answer came back: why it was refused, or what was said about the keys since. */
export const answered = (view: View, answer: IntentAnswer, intent: Intent): View => {
  const next: View = {...view, isSending: false};
  if (answer.accepted) {
    return {...next, ...(answer.revealed && {revealed: answer.revealed})};
  }
  // What was meant is said above the field, and Enter takes it.
  return answer.meant === undefined
    ? {...next, notice: `Refused: ${answer.why}`}
    : {
        ...next,
        notice: answer.meant.says,
        dialog: {kind: 'field', field: meantField(answer.meant.value, intent, view.question)},
      };
};

const meantField = (meant: string, intent: Intent, question: View['question']): Field => ({
  label: 'Enter takes it, or type another time',
  text: meant,
  intent,
  puts: 'value',
  ...(question !== null && {question}),
});
