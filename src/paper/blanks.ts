/** `${…}` on paper: a blank with a name, and below the step what has to be worked out for those that have none. */
import type {Text} from '../runbook/action.ts';
import {parseText} from '../runbook/texts/text.ts';
import {letterAt} from './letters.ts';
import {atStart, code, within} from './markdown.ts';
import type {PaperDocument} from './numbers.ts';

/** The blanks of one step. */
export type Blanks = {
  /** Exact text: blanks stand in it as they are. */
  readonly exact: (text: Text) => string;
  /** A sentence on one line: blanks stand in it as code. */
  readonly sentence: (text: Text) => string;
  /** The blanks that have a letter, each with its expression. */
  readonly lettered: () => readonly (readonly [letter: string, expression: string])[];
};

export const blanksOf = (document: PaperDocument): Blanks => {
  const letters = new Map<string, string>();
  const nameOf = (expression: string): string => {
    const known = plainName(expression.trim(), document) ?? letters.get(expression);
    if (known !== undefined) {
      return known;
    }
    const letter = letterAt(letters.size).toUpperCase();
    letters.set(expression, letter);
    return letter;
  };
  const pieces = (text: Text, literal: (letters: string) => string, blank: (name: string) => string): string => {
    const parts = parseText(text);
    return parts.ok
      ? parts.value
          .map(part => ('literal' in part ? literal(part.literal) : blank(blankOf(nameOf(part.expression)))))
          .join('')
      : literal(text);
  };
  return {
    exact: text =>
      pieces(
        text,
        letters => letters,
        blank => blank,
      ),
    sentence: text => atStart(pieces(text, spaced(within), code).trim()),
    lettered: () => [...letters].map(([expression, letter]) => [letter, expression] as const),
  };
};

/** A place to write on, named. */
export const blankOf = (name: string): string => `____${name}____`;

/** Words around a blank keep the space between them and it. */
const spaced =
  (write: (text: string) => string) =>
  (text: string): string => {
    const inner = write(text);
    return `${/^\s/.test(text) && inner !== '' ? ' ' : ''}${inner}${/\s$/.test(text) ? ' ' : ''}`;
  };

/** What a person finds on the paper by its name: an input, a value that a step wrote down, the item of a loop. */
const plainName = (expression: string, {numbers, within: around}: PaperDocument): string | undefined => {
  const [, input, part] = /^inputs\.([a-z]\w*)((?:\.\w+)?)$/.exec(expression) ?? [];
  if (input !== undefined) {
    return around === undefined ? `${input}${part}` : `${input}${part}_of_step_${around.number}`;
  }
  const [, step = '', output] = /^steps\.([a-z]\w*)\.outputs\.([a-z]\w*)$/.exec(expression) ?? [];
  const number = numbers.get(step);
  if (output !== undefined && number !== undefined) {
    return `${output}_of_step_${number}`;
  }
  const [, value] = /^values\.([a-z]\w*)$/.exec(expression) ?? [];
  if (value !== undefined) {
    return `value_${value}`;
  }
  const [, event] = /^events\.([a-z]\w*)$/.exec(expression) ?? [];
  if (event !== undefined) {
    return `time_of_${event}`;
  }
  return expression === 'item' ? 'item' : undefined;
};
