/** Puts `‹secret:NAME›` where a secret stands in a text that is about to be recorded. */
import type {Secret} from './runner.ts';
import {formsOf} from './secret-forms.ts';
import {searchFor} from './secret-search.ts';

/** Hides secrets in a text. What it cannot see: a secret in other case, cut, or with something in between. */
export type Hide = (text: string) => string;

/** How a secret is written where it may not be seen. */
export const mask = (name: string): string => `‹secret:${name}›`;

/** Looks for all forms of all secrets at once; where two fit the longer one wins. */
export const hiding = (secrets: readonly Secret[]): Hide => {
  const markers = new Map<string, string>();
  for (const {name, value} of secrets) {
    for (const form of formsOf(value)) {
      markers.set(form, markers.get(form) ?? mask(name));
    }
  }
  if (markers.size === 0) {
    return text => text;
  }
  const search = searchFor([...markers.keys()]);
  return text => {
    let hidden = '';
    let from = 0;
    for (let found = search(text, from); found !== null; found = search(text, from)) {
      hidden += text.slice(from, found.index) + (markers.get(found.form) ?? '');
      from = found.index + found.form.length;
    }
    return from === 0 ? text : hidden + text.slice(from);
  };
};
