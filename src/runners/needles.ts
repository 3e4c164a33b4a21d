/** What to look for in what a program prints: the forms of every secret, as bytes. */
import type {Secret} from '../engine/actions/runner.ts';
import {formsOf} from '../engine/secrets/secret-forms.ts';

/** What to look for, as UTF-8 bytes written in Latin-1, and what stands in its place. */
export type Needle = {readonly form: string; readonly marker: string};

/** All forms of all secrets, the longest first, each once; an empty secret has none. */
export const needlesOf = (secrets: readonly Secret[]): readonly Needle[] => {
  const byForm = new Map<string, string>();
  for (const {name, value} of secrets) {
    const marker = `‹secret:${name}›`;
    for (const form of formsOf(value)) {
      byForm.set(form, byForm.get(form) ?? marker);
    }
  }
  return [...byForm]
    .map(([form, marker]) => ({form: latin1(form), marker: latin1(marker)}))
    .sort((one, other) => other.form.length - one.form.length);
};

/** A text's UTF-8 bytes, one a character: streams are searched as bytes, so that half a character never hides a match. */
const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
