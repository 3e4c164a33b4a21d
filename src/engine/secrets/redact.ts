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
export const hiding = (secrets: readonly Secret[], searchOf: typeof searchFor = searchFor): Hide => {
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
  const [search, searchSecret] = [searchOf([...markers.keys(), ...masks]), searchOf([...markers.keys()])];
  const longest = [...markers.keys()].reduce((most, {length}) => Math.max(most, length), 0);
  const next = (text: string, from: number): Found | null => {
    const found = search(text, from);
    return found === null || markers.has(found.form)
      ? found
      : (reachingOut(text, found, {search: searchSecret, longest}) ?? found);
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

type SecretSearch = {readonly search: Search; readonly longest: number};

/** A secret that begins within a mask and goes on behind it is none of its words. Farther than that nothing is looked at. */
const reachingOut = (text: string, {index, form}: Found, {search, longest}: SecretSearch): Found | null => {
  const near = text.slice(index + 1, index + form.length + longest - 1);
  const end = form.length - 1;
  for (let found = search(near, 0); found !== null && found.index < end; found = search(near, found.index + 1)) {
    if (found.index + found.form.length > end) {
      return {...found, index: index + 1 + found.index};
    }
  }
  return null;
};
