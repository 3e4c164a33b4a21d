/** What can be said for the record at every moment, each in a line of its own; and the end of a step that runs. */
import {readAnswer} from '../../report/typed-answer.ts';
import {readRemark} from '../../report/typed-remark.ts';
import {timeOfDay} from '../../report/words.ts';
import type {Intent} from '../../run/intent.ts';
import {focusOf, type Moment, type Question, runningSteps} from '../moment.ts';
import type {Field, Pressed, View} from '../view.ts';

type Place = {readonly moment: Moment; readonly question: Question | undefined};

export const openNote = (view: View): Pressed => ({
  view: {
    ...view,
    dialog: {kind: 'field', field: {label: 'Note for the record', text: '', intent: {intent: 'note'}, puts: 'value'}},
  },
});

export const openEvidence = (view: View): Pressed =>
  openField(view, {
    label: 'File to attach: it is copied into the record',
    text: '',
    intent: {intent: 'evidence'},
    puts: 'value',
  });

/** Whoever runs this, and the roles of the runbook. */
export const openHandover = (view: View, {state}: Moment): Pressed =>
  openField(view, {
    label: `Role, then who takes it: one of ${['executor', ...Object.keys(state.roles)].join(', ')}`,
    text: '',
    intent: {intent: 'handover'},
    puts: 'nothing',
    reads: text => readRemark(`handover ${text}`),
  });

const openField = (view: View, field: Field): Pressed => ({view: {...view, dialog: {kind: 'field', field}}});

/** A confirmation is typed in a field of its own, where nothing can be pasted. */
export const openCommand = (view: View, {moment, question}: Place): Pressed => {
  const open = moment.prompts.find(({step}) => step === question?.step.path);
  const asked = open && {...open, moves: open.moves.filter(move => move !== 'confirm')};
  const prompt = question?.step.prompt;
  return {
    view: {
      ...view,
      dialog: {
        kind: 'field',
        field: {
          label: 'Command: escalate ROLE: REASON, acknowledge DEADLINE, or another word of --plain',
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
export const openStop = (view: View, moment: Moment): Pressed => {
  const running = runningSteps(moment);
  const inFocus = focusOf(moment, view.selected)?.path;
  const step = running.find(({path}) => path === inFocus) ?? (running.length === 1 ? running[0] : undefined);
  if (!step) {
    return {view: {...view, notice: 'More than one step is running: go to the one that is to be stopped first.'}};
  }
  const intent: Intent = {intent: 'stop', step: step.path, attempt: step.attempt};
  const since = step.began?.atMs ?? step.startedAtMs;
  const runs = since === undefined ? 'it is running' : `it has been running since ${timeOfDay(since)} UTC`;
  const label = `${step.path === inFocus ? '' : 'Not the step in front: '}Why "${step.outline.title ?? step.outline.id}" is stopped (${runs})`;
  return {view: {...view, dialog: {kind: 'field', field: {label, text: '', intent, puts: 'reason'}}}};
};
