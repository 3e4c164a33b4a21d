/** Typing into the one-line field: letters, backspace, paste where it is allowed, Enter to hand it in, Esc to give it up. */
import type {Moment} from '../moment.ts';
import {handInPlace} from '../replay/press-replay.ts';
import {nameMistaken} from '../typed-name.ts';
import {type Field, freshView, type Pressed, type View} from '../view.ts';
import {editText, fullWords} from './edit-text.ts';
import type {KeyPress} from './key-press.ts';
import {refusedField, sendIntent} from './send.ts';

type Typing = {readonly field: Field; readonly moment: Moment};

export const pressField = (view: View, key: KeyPress, {field, moment}: Typing): Pressed => {
  if (key.kind === 'paste' && field.expected !== undefined) {
    return {view: {...view, notice: 'This has to be typed. A paste is not taken here.'}};
  }
  switch (key.kind === 'key' ? key.name : 'paste') {
    case 'enter':
      return handIn(view, field, moment);
    case 'escape':
    case 'ctrl-c':
      return {view: {...view, dialog: freshView.dialog, notice: 'Given up. Nothing was recorded.'}};
    default:
      return edit(view, field, edited(field, key));
  }
};

/** A text that was refused is replaced by what is typed next, unless one goes into it first. */
const edited = ({text, isRefused}: Field, key: KeyPress): string | undefined => {
  if (!isRefused) {
    return editText(text, key);
  }
  const isText = key.kind === 'paste' || key.text !== '';
  return editText(isText ? '' : text, key) ?? (key.kind === 'key' && key.name === 'left' ? text : undefined);
};

const edit = (view: View, field: Field, text: string | undefined): Pressed => {
  if (text === undefined) {
    return {view};
  }
  const notice = fullWords(text);
  return {
    view: {
      ...view,
      dialog: {kind: 'field', field: {...field, text, isRefused: false}},
      ...(notice !== undefined && {notice}),
    },
  };
};

/** Refused here, the text stays, and what is typed next replaces it. */
const refuse = (view: View, field: Field, notice: string): Pressed => ({
  view: {...view, notice, dialog: {kind: 'field', field: refusedField(field)}},
});

const handIn = (view: View, field: Field, moment: Moment): Pressed => {
  const text = field.text.trim();
  const objection = nameMistaken(field, text, moment) ?? objectionTo(field, text);
  if (objection !== undefined) {
    return refuse(view, field, objection);
  }
  if (field.goes) {
    const act = field.goes(text);
    return act.ok ? handInPlace(view, act.value) : refuse(view, field, act.reason);
  }
  if (field.reads) {
    const read = field.reads(text);
    return read.ok ? sendIntent(view, read.value) : refuse(view, field, read.reason);
  }
  const intent = field.puts === 'nothing' || text === '' ? field.intent : {...field.intent, [field.puts]: text};
  return field.then
    ? {
        view: {
          ...view,
          dialog: {kind: 'field', field: {...field.then, intent, label: nextLabel(field, text), ...first(field)}},
        },
      }
    : sendIntent(view, intent);
};

/** What had to be typed letter by letter is not asked for twice. */
const first = (field: Field): Pick<Field, 'first'> => (field.expected === undefined ? {first: field} : {});

const nextLabel = ({then, leadsTo}: Field, text: string): string =>
  [leadsTo?.(text), then?.label].filter(words => words !== undefined).join(' ');

const objectionTo = (field: Field, text: string): string | undefined => {
  if (text === '') {
    return field.isOptional ? undefined : 'Something has to be written here; Esc gives it up.';
  }
  if (field.expected !== undefined && text !== field.expected) {
    return `That is not ${field.expected}. Nothing was done.`;
  }
  return field.refused && sameName(field.refused.text, text) ? field.refused.why : undefined;
};

const sameName = (one: string, other: string): boolean =>
  one.trim().toLocaleLowerCase('en') === other.trim().toLocaleLowerCase('en');
