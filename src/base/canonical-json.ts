/** One spelling per value: the bytes that get hashed (RFC 8785, the subset that facts use: no floats beyond safe integers). */
import {assert} from './assert.ts';

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json | undefined};

/**
 * Writes a value with sorted keys (UTF-16 order) and no white space; members that are `undefined` are left out.
 * A number must be a safe integer or a finite double that JSON spells one way; a lone surrogate is a fault of the caller.
 */
export const canonicalJson = (value: Json): string => {
  // The language's own writer is three times as fast as one of ours, and keeps the order that it is given.
  const ordered = inOrder(value);
  const text = ordered === undefined ? spell(value) : JSON.stringify(ordered);
  assert(!hasHalfCharacter(text), 'a text with half a character was about to be recorded');
  return text;
};

/** Half a surrogate pair is the one thing that JSON can spell and canonical JSON cannot: as an escape from d800 to dfff. */
export const hasHalfCharacter = (text: string): boolean =>
  text.includes('\\u') && /\\u[dD][89a-fA-F]/.test(text.replaceAll('\\\\', ''));

/** Arrays that are not changed are not told apart by the language itself. */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** A copy whose members stand in order. Nothing where the language does not let them: names like `10` it moves to the front. */
const inOrder = (value: Json): Json | undefined => {
  if (typeof value === 'number') {
    checkFinite(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return isList(value) ? listInOrder(value) : mapInOrder(value);
};

const listInOrder = (items: readonly Json[]): Json | undefined => {
  const list: Json[] = [];
  for (const item of items) {
    const ordered = inOrder(item);
    if (ordered === undefined) {
      return undefined;
    }
    list.push(ordered);
  }
  return list;
};

const mapInOrder = (value: {readonly [key: string]: Json | undefined}): Json | undefined => {
  const map: {[key: string]: Json | undefined} = {};
  for (const key of sortedKeys(value)) {
    if (!keepsItsPlace(key)) {
      return undefined;
    }
    const member = value[key];
    const ordered = member === undefined ? undefined : inOrder(member);
    if (ordered === undefined && member !== undefined) {
      return undefined;
    }
    map[key] = ordered;
  }
  return map;
};

const keepsItsPlace = (key: string): boolean => !(key.charCodeAt(0) <= nine && key >= '0') && key !== '__proto__';

const nine = 0x39;

/** By insertion: a map has a few names, and the list's own sort costs more than all the rest. */
const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value);
  if (keys.length > fewKeys) {
    return keys.sort();
  }
  for (let next = 1; next < keys.length; next += 1) {
    const key = keys[next] ?? '';
    let place = next;
    for (let before = keys[place - 1]; before !== undefined && key < before; before = keys[place - 1]) {
      keys[place] = before;
      place -= 1;
    }
    keys[place] = key;
  }
  return keys;
};

const fewKeys = 32;

/** The same text, written piece by piece. */
const spell = (value: Json): string => {
  if (typeof value === 'number') {
    checkFinite(value);
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  return isList(value) ? `[${value.map(spell).join(',')}]` : spellMap(value);
};

const spellMap = (value: {readonly [key: string]: Json | undefined}): string => {
  const members: string[] = [];
  for (const key of sortedKeys(value)) {
    const member = value[key];
    if (member !== undefined) {
      members.push(`${JSON.stringify(key)}:${spell(member)}`);
    }
  }
  return `{${members.join(',')}}`;
};

const checkFinite = (value: number): void => {
  assert(Number.isFinite(value), 'a number that is not finite was about to be recorded');
};
