/** Puts `‹secret:NAME›` where a secret stands in a text that is about to be recorded. */
import type {Secret} from '../actions/runner.ts';
import {formsOf} from './secret-forms.ts';
import {type Found, type Search, searchFor} from './secret-search.ts';

/** Hides secrets in a text. What it cannot see: a secret in other case, cut, or with something in between. */
export type Hide = (text: string) => string;

/** How every mask begins. */
const maskBegin = '‹secret:';

/** How a secret is written where it may not be seen. */
export const mask = (name: string): string => `${maskBegin}${name}›`;

/**
 * Looks for all forms of all secrets at once; where two fit the longer one wins. A text may come through here more than
 * once, and a secret may be a word of a mask (`secret`, the name of an input), so what a mask is made of is left as it is.
 */
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
  const masks = [maskBegin, ...secrets.map(({name}) => mask(name))].filter(own => !markers.has(own));
  const [search, searchSecret] = [searchFor([...markers.keys(), ...masks]), searchFor([...markers.keys()])];
  const next = (text: string, from: number): Found | null => {
    const found = search(text, from);
    return found === null || markers.has(found.form) ? found : (reachingOut(text, found, searchSecret) ?? found);
  };
  return text => {
    let hidden = '';
    let from = 0;
    for (let found = next(text, from); found !== null; found = next(text, from)) {
      hidden += text.slice(from, found.index) + (markers.get(found.form) ?? found.form);
      from = found.index + found.form.length;
    }
    return from === 0 ? text : hidden + text.slice(from);
  };
};

/** A secret that begins within a mask and goes on behind it is none of its words. */
const reachingOut = (text: string, {index, form}: Found, search: Search): Found | null => {
  const end = index + form.length;
  for (let found = search(text, index + 1); found !== null; found = search(text, found.index + 1)) {
    if (found.index >= end) {
      return null;
    }
    if (found.index + found.form.length > end) {
      return found;
    }
  }
  return null;
};
