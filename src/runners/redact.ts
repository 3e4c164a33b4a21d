/** Replaces secrets by their names in what programs print, also where a secret is cut by the border of two chunks. */

import type {Secret} from '../engine/actions/runner.ts';
import {hiding} from '../engine/secrets/redact.ts';
import {searchFor} from '../engine/secrets/secret-search.ts';
import type {Needle} from './needles.ts';
import {needlesOf} from './needles.ts';

/** One stream's redactor; it holds back only what may be the beginning of a secret. */
export type Redactor = {
  /** Takes the next bytes and gives back those that are decided. */
  readonly push: (bytes: Buffer) => Buffer;
  /** Gives back what was held back: the stream has ended. */
  readonly end: () => Buffer;
  /** How many of the bytes that it took are not decided yet. */
  readonly heldBytes: () => number;
};

/** A redactor for one stream. What it cannot see: a secret reversed, in other case, wrapped or coloured in between. */
export const redactor = (secrets: readonly Secret[]): Redactor => {
  const needles = needlesOf(secrets);
  if (needles.length === 0) {
    return {push: bytes => bytes, end: () => Buffer.alloc(0), heldBytes: () => 0};
  }
  const search = searchOf(needles);
  let held = '';
  const step = (text: string, isLast: boolean): Buffer => {
    const {done, rest} = search(held + text, isLast);
    held = rest;
    return Buffer.from(done, 'latin1');
  };
  return {
    push: bytes => step(bytes.toString('latin1'), false),
    end: () => step('', true),
    heldBytes: () => held.length,
  };
};

/**
 * For whoever cuts a stream off: passes bytes on but for the last few, and at the cut drops those that may be the first part
 * of a secret, which nobody could find any more.
 */
export const cutter = (
  secrets: readonly Secret[],
): {readonly push: (bytes: Buffer) => Buffer; readonly end: (isCut: boolean) => Buffer} => {
  const needles = needlesOf(secrets);
  const lengthMax = needles[0]?.form.length ?? 1;
  let kept = Buffer.alloc(0);
  return {
    push: bytes => {
      const all = Buffer.concat([kept, bytes]);
      const from = Math.max(0, all.length - lengthMax + 1);
      kept = all.subarray(from);
      return all.subarray(0, from);
    },
    end: isCut => (isCut ? kept.subarray(0, openAt(kept.toString('latin1'), 0, needles)) : kept),
  };
};

/** Redacts a whole text at once; unlike what a program prints, it may hold masks already. */
export const redactText = (text: string, secrets: readonly Secret[]): string => hiding(secrets)(text.toWellFormed());

type Search = (text: string, isLast: boolean) => {readonly done: string; readonly rest: string};

const searchOf = (needles: readonly Needle[]): Search => {
  const markers = new Map(needles.map(({form, marker}) => [form, marker]));
  const next = searchFor([...markers.keys()]);
  const lengthMax = needles[0]?.form.length ?? 0;

  return (text, isLast) => {
    let done = '';
    let from = 0;
    let openFrom = isLast ? text.length : openAt(text, Math.max(0, text.length - lengthMax + 1), needles);
    for (;;) {
      if (openFrom < from) {
        openFrom = openAt(text, from, needles);
      }
      const found = next(text, from);
      if (!found || found.index >= openFrom) {
        return {done: done + text.slice(from, openFrom), rest: text.slice(openFrom)};
      }
      done += text.slice(from, found.index) + (markers.get(found.form) ?? '');
      from = found.index + found.form.length;
    }
  };
};

/** Where the end of a text begins that more text could still turn into a needle; the length where there is none. */
const openAt = (text: string, from: number, needles: readonly Needle[]): number => {
  for (let start = from; start < text.length; start += 1) {
    const tail = text.slice(start);
    if (needles.some(({form}) => form.length > tail.length && form.startsWith(tail))) {
      return start;
    }
  }
  return text.length;
};
