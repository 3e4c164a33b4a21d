/** Sending: one intent at a time, so that a key pressed twice is not an answer given twice. */
import type {Intent, IntentAnswer} from '../../run/intent.ts';
import {type Field, freshView, type Pressed, type View} from '../view.ts';

/** A line that is handed in stays open until its answer is accepted: what is typed after a refusal mends it, and is no key. */
export const sendIntent = (view: View, intent: Intent): Pressed =>
  // An abort can come out of the menu while another answer is on its way.
  view.isSending
    ? {view: {...view, notice: notRead}}
    : {view: {...view, isSending: true}, effect: {do: 'send', intent}};

/** A paste is text: where no line is open for it, it does nothing. */
export const pasteNotRead = 'Pasted text is not read as keys. Nothing was done.';

/** Said about every key that came meanwhile, and left standing when the answer is recorded: none is lost without a word. */
export const notRead = 'Not read: your last answer was still being recorded. Press it again.';

/** The view once the answer came back: why it was refused, or what was said about the keys since. */
export const answered = (view: View, answer: IntentAnswer, intent: Intent): View => {
  const next: View = {...view, isSending: false};
  // Nothing else can have been opened meanwhile but the menu.
  const sent = view.dialog.kind === 'field' ? view.dialog.field : undefined;
  if (answer.accepted) {
    const said = recorded[intent.intent];
    return {
      ...next,
      ...(sent && {dialog: freshView.dialog}),
      ...(answer.revealed && {revealed: answer.revealed}),
      // What was said about a key meanwhile has to be read first.
      ...(said !== undefined && next.notice === '' && {notice: said}),
    };
  }
  // What was meant is said above the field, and Enter takes it.
  return answer.meant === undefined
    ? {...next, notice: `Refused: ${answer.why}`, ...(sent && {dialog: {kind: 'field', field: refusedField(sent)}})}
    : {
        ...next,
        notice: answer.meant.says,
        dialog: {kind: 'field', field: meantField(answer.meant.value, intent, view.question)},
      };
};

/** What leaves no trace on the page says so itself. */
const recorded: {readonly [Name in Intent['intent']]?: string} = {
  note: 'Recorded: the note.',
  evidence: 'Recorded: the file was copied into the record, with its digest.',
  handover: 'Recorded: the handover.',
  escalate: 'Recorded: the escalation.',
  acknowledge: 'Recorded: the acknowledgement.',
  prove: 'Recorded: the signature.',
  stop: 'Recorded: the step is being stopped.',
};

const meantField = (meant: string, intent: Intent, question: View['question']): Field => ({
  ...(intent.intent === 'approve'
    ? {label: 'Enter takes it all the same, or type another name', intent: {...intent, value: meant}, puts: 'actor'}
    : {label: 'Enter takes it, or type another time', intent, puts: 'value'}),
  text: meant,
  isRefused: true,
  ...(question !== null && {question}),
});

/** The field with what was refused in it. Of two that went out as one the first is asked again: a name and a step can be wrong, a reason is not. */
export const refusedField = (field: Field): Field => {
  const {first} = field;
  const then = first?.then;
  return first && then
    ? {...first, isRefused: true, then: {...then, text: field.text}}
    : {...field, isRefused: field.text !== ''};
};
