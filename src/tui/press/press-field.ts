/** Typing into the one-line field: letters, backspace, paste where it is allowed, Enter to hand it in, Esc to give it up. */
import {handInPlace} from '../replay/press-replay.ts';
import {type Field, freshView, type Pressed, type View} from '../view.ts';
import {charactersMax, editText} from './edit-text.ts';
import type {KeyPress} from './key-press.ts';
import {sendIntent} from './send.ts';

export const pressField = (view: View, field: Field, key: KeyPress): Pressed => {
  if (key.kind === 'paste' && field.expected !== undefined) {
    return {view: {...view, notice: 'This has to be typed. A paste is not taken here.'}};
  }
  switch (key.kind === 'key' ? key.name : 'paste') {
    case 'enter':
      return handIn(view, field);
    case 'escape':
    case 'ctrl-c':
      return {view: {...view, dialog: freshView.dialog, notice: 'Given up. Nothing was recorded.'}};
    default:
      return edit(view, field, editText(field.text, key));
  }
};

const edit = (view: View, field: Field, text: string | undefined): Pressed => {
  if (text === undefined) {
    return {view};
  }
  const isFull = text.length >= charactersMax;
  return {
    view: {
      ...view,
      dialog: {kind: 'field', field: {...field, text}},
      ...(isFull && {notice: `There is room for ${charactersMax} characters; what came after them was not taken.`}),
    },
  };
};

const handIn = (view: View, field: Field): Pressed => {
  const text = field.text.trim();
  const objection = objectionTo(field, text);
  if (objection !== undefined) {
    return {view: {...view, notice: objection}};
  }
  if (field.goes) {
    return handInPlace(view, field.goes, text);
  }
  if (field.reads) {
    const read = field.reads(text);
    return read.ok ? sendIntent(view, read.value) : {view: {...view, notice: read.reason}};
  }
  const intent = field.puts === 'nothing' || text === '' ? field.intent : {...field.intent, [field.puts]: text};
  return field.then
    ? {view: {...view, dialog: {kind: 'field', field: {...field.then, intent, label: nextLabel(field, text)}}}}
    : sendIntent(view, intent);
};

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
