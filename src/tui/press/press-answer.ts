/** Answers to the open question: at once where a key is enough, through a text field where a name or a reason is owed. */
import {succeed} from '../../base/result.ts';
import {approver} from '../../report/typed-answer.ts';
import {undoneBackTo} from '../../report/way-back.ts';
import type {Intent, Lacking} from '../../run/intent.ts';
import type {RunState} from '../../run/state.ts';
import type {Question} from '../moment.ts';
import type {Field, Pressed, View} from '../view.ts';
import {sendIntent} from './send.ts';

/** Enter on the question. */
export const answer = (view: View, question: Question): Pressed => {
  switch (question.kind) {
    case 'instruction':
      return answerInstruction(view, question);
    case 'decision':
      return view.cursor === null
        ? {view: {...view, notice: 'Nothing is chosen yet: go to an option with the arrow keys first.'}}
        : takeOption(view, question, view.cursor);
    case 'approval':
      return openField(view, approvalField(question));
    case 'confirmation':
      return openField(view, confirmationField(question));
    case 'input':
      return openField(view, valueField(question));
    case 'pick':
      return view.cursor === null
        ? {view: {...view, notice: 'Nothing is picked yet: go to a step with the arrow keys first.'}}
        : takeOption(view, question, view.cursor);
    case 'secret':
    case 'held':
    case 'unknown':
      return question.lacks && question.moves.includes('give')
        ? openField(view, lackingField(question, question.lacks))
        : {view};
  }
};

/** The machine takes no done with ticks missing; the screen says so before it asks. */
const answerInstruction = (view: View, question: Question): Pressed => {
  const {step} = question;
  const missing = (step.prompt?.checklist?.length ?? 0) - step.ticked.size;
  if (missing > 0) {
    const items = missing === 1 ? 'One item is' : `${missing} items are`;
    return {view: {...view, notice: `${items} not ticked yet. Tick them, or say with c why it cannot be done.`}};
  }
  return sendIntent(view, {...intentFor(question), intent: 'done'});
};

/** The first letter of the name to type opens its line, as Enter does, and stands in it. */
export const pressFirstLetter = (view: View, question: Question, text: string): Pressed =>
  openField(view, {...confirmationField(question), text});

/** A digit goes to an option; only Enter takes it. */
export const pressDecision = (view: View, question: Question, index: number): Pressed =>
  question.options[index] === undefined ? {view} : {view: {...view, cursor: index, scroll: 0}};

const takeOption = (view: View, question: Question, index: number): Pressed => {
  const option = question.options[index];
  const intent = question.kind === 'pick' ? 'pick' : 'choose';
  return option === undefined ? {view} : sendIntent(view, {...intentFor(question), intent, value: option.name});
};

/** Ticks one item of the checklist; a tick is a fact and is not taken back. */
export const pressTick = (view: View, question: Question, index: number): Pressed => {
  const {step} = question;
  if (step.prompt?.checklist?.[index] === undefined || !question.moves.includes('tick')) {
    return {view};
  }
  if (step.ticked.has(index)) {
    return {view: {...view, cursor: index, notice: 'That item is ticked already.'}};
  }
  const next = Math.min(index + 1, step.prompt.checklist.length - 1);
  return sendIntent({...view, cursor: next}, {...intentFor(question), intent: 'tick', value: index});
};

type Reasoned = 'cannot' | 'reject' | 'retry' | 'skip' | 'override' | 'undo';

const reasonLabels: {readonly [Name in Reasoned]: string} = {
  cannot: 'Why it cannot be done',
  reject: 'Why it is a no-go',
  retry: 'Why again (may stay empty)',
  skip: 'Why it is left out',
  override: 'Why it counts as done',
  undo: 'Why it is undone (may stay empty)',
};

/** Opens the field for the reason that a move owes. */
export const askReason = (view: View, move: Reasoned, question: Question): Pressed => {
  const reason: Field = {
    label: reasonLabels[move],
    text: '',
    intent: {...intentFor(question), intent: move},
    puts: 'reason',
    question: question.id,
    ...((move === 'retry' || move === 'undo') && {isOptional: true}),
  };
  return openField(
    view,
    move === 'reject' ? {...approverField(question), intent: reason.intent, then: reason} : reason,
  );
};

/** Asks for the step to go back to or to jump to, by its id; what the author proposes stands there already. */
export const askWhereTo = (
  view: View,
  move: 'undo_to' | 'jump',
  {question, state}: {readonly question: Question; readonly state: RunState},
): Pressed => {
  const intent: Intent = {...intentFor(question), intent: move};
  const {then} = question.step;
  const proposed = move === 'undo_to' && then?.do === 'hold' ? then.undoTo : undefined;
  const label = move === 'undo_to' ? 'Why everything since is undone' : 'Why the run goes on there';
  return openField(view, {
    label:
      move === 'undo_to' ? 'Back to which step: its id, which Tab shows' : 'On at which step: its id, which Tab shows',
    text: proposed ?? '',
    intent,
    puts: 'value',
    question: question.id,
    ...(move === 'undo_to' && {leadsTo: text => undoneBackTo(state, text)}),
    then: {label, text: '', intent, puts: 'reason', question: question.id},
  });
};

/** Settles an unknown outcome; what changes things is run again only after its id was typed. */
export const askResolution = (view: View, as: 'done' | 'again' | 'failed', question: Question): Pressed => {
  const intent: Intent = {...intentFor(question), intent: 'resolve', value: as};
  const reason: Field = {label: 'How you know (recorded)', text: '', intent, puts: 'reason', question: question.id};
  const {effects, id} = question.step.outline;
  const isRisky = as === 'again' && (effects === 'write' || effects === 'destructive');
  return openField(
    view,
    isRisky
      ? {
          label: `Type ${id} to run it again`,
          text: '',
          intent,
          puts: 'nothing',
          expected: id,
          question: question.id,
          then: reason,
        }
      : reason,
  );
};

const approverField = (question: Question): Field => ({
  label: 'Name of the approver',
  text: '',
  intent: {...intentFor(question), intent: 'approve'},
  puts: 'actor',
  question: question.id,
});

/** Four eyes: who runs the procedure does not approve it. The engine refuses it too. */
const approvalField = (question: Question): Field => ({
  ...approverField(question),
  label: 'Name of the approver, or the signature that came back',
  reads: text => succeed({...intentFor(question), intent: 'approve', ...approver(text)}),
  refused: {
    text: question.executor,
    why: `${question.executor} runs this and cannot approve it: it takes somebody else.`,
  },
});

/** What is secret is not shown while it is typed. */
const valueField = (question: Question): Field => ({
  label: question.step.prompt?.ask ?? 'The value',
  text: '',
  intent: {...intentFor(question), intent: 'answer'},
  puts: 'value',
  question: question.id,
  ...(question.step.prompt?.isSecret && {isSecret: true}),
  ...(question.step.prompt?.isOptional && {isOptional: true}),
});

/** A secret that is gone with the program that knew it. */
const lackingField = (question: Question, {ask}: Lacking): Field => ({
  label: ask,
  text: '',
  intent: {...intentFor(question), intent: 'give'},
  puts: 'value',
  question: question.id,
  isSecret: true,
});

const confirmationField = (question: Question): Field => {
  const expected = question.step.prompt?.expected ?? '';
  return {
    label: `Type ${expected} to go on`,
    text: '',
    intent: {...intentFor(question), intent: 'confirm'},
    puts: 'value',
    expected,
    question: question.id,
  };
};

const openField = (view: View, field: Field): Pressed => ({view: {...view, dialog: {kind: 'field', field}}});

const intentFor = ({step, attempt}: Question): {readonly step: string; readonly attempt: number} => ({
  step: step.path,
  attempt,
});
