/** One spelling per value: the bytes that get hashed (RFC 8785, the subset that facts use: no floats beyond safe integers). */
import {assert} from './assert.ts';

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json | undefined};

/**
 * Writes a value with sorted keys (UTF-16 order) and no white space; members that are `undefined` are left out.
 * A number must be a safe integer or a finite double that JSON spells one way; a lone surrogate is a fault of the caller.
 */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'a number that is not finite was about to be recorded');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    assert(value.isWellFormed(), 'a text with half a character was about to be recorded');
    return JSON.stringify(value);
  }
  return isList(value) ? listJson(value) : mapJson(value);
};

// Texts grow in place: with lists of members on the way an entry of the journal cost three times as much.
const listJson = (items: readonly Json[]): string => {
  let text = '';
  for (const item of items) {
    text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
  }
  return `[${text}]`;
};

const mapJson = (value: {readonly [key: string]: Json | undefined}): string => {
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) {
      text += `${text === '' ? '' : ','}${keyJson(key)}:${canonicalJson(member)}`;
    }
  }
  return `{${text}}`;
};

const keyJson = (key: string): string => (/^\w+$/.test(key) ? `"${key}"` : JSON.stringify(key));

/** Arrays that are not changed are not told apart by the language itself. */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
