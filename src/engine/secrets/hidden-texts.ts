/** Texts as they may be recorded and shown: no secret, no half characters, in questions, in actions and in any value. */
import {isList, type Json} from '../../base/canonical-json.ts';
import type {Prompt, ShownAction} from '../../run/shown.ts';
import {clipped} from '../short-text.ts';
import type {Hide} from './redact.ts';

/** A sentence for a person; what a program printed is in its output file. */
const sentenceBytesMax = 4_000;

/** How the parts of a fact are made safe. */
export type Texts = {
  /** As long as it is: a question must be whole. */
  readonly whole: (text: string) => string;
  readonly sentence: (text: string) => string;
  readonly value: (value: Json) => Json;
  readonly values: (values: {readonly [name: string]: Json}) => {readonly [name: string]: Json};
};

/** What every text of a fact goes through. */
export const textsOf = (hide: Hide): Texts => {
  const whole = (text: string): string => hide(text).toWellFormed();
  return {
    whole,
    sentence: text => clipped(whole(text), sentenceBytesMax),
    value: value => mapTexts(value, whole),
    values: values => mapMembers(values, whole),
  };
};

/** A question with all its texts made safe. */
export const safePrompt = (prompt: Prompt, {whole}: Texts): Prompt => ({
  ...prompt,
  ask: whole(prompt.ask),
  ...(prompt.checklist && {checklist: prompt.checklist.map(whole)}),
  ...(prompt.paste !== undefined && {paste: whole(prompt.paste)}),
  ...(prompt.reveals !== undefined && {reveals: whole(prompt.reveals)}),
  ...(prompt.options && {options: prompt.options.map(option => ({...option, title: whole(option.title)}))}),
  ...(prompt.expected !== undefined && {expected: whole(prompt.expected)}),
  ...(prompt.items && {items: prompt.items.map(whole)}),
});

/** An action with all its texts made safe. */
export const safeShown = (shown: ShownAction, {whole, values}: Texts): ShownAction => ({
  ...shown,
  lines: shown.lines.map(whole),
  ...(shown.values && {values: values(shown.values)}),
  ...(shown.target !== undefined && {target: whole(shown.target)}),
  ...(shown.touches && {touches: shown.touches.map(whole)}),
});

const mapTexts = (value: Json, change: (text: string) => string): Json => {
  if (typeof value === 'string') {
    return change(value);
  }
  if (typeof value === 'number') {
    // A number can be a secret too; then its name stands in its place.
    const text = String(value);
    return change(text) === text ? value : change(text);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return isList(value) ? value.map(item => mapTexts(item, change)) : mapMembers(value, change);
};

/** Names of members come from outside too: a result may have a secret for a key. */
export const mapMembers = (
  members: {readonly [name: string]: Json | undefined},
  change: (text: string) => string,
): {readonly [name: string]: Json} =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, member]) =>
      member === undefined ? [] : [[change(name), mapTexts(member, change)]],
    ),
  );
