/** What is wrong with the value of a field, in plain words: "must be …", and how it is written. */
import type * as z from 'zod';
import type {Json} from '../../base/canonical-json.ts';
import {listed, nearest} from '../../diagnostics/nearest.ts';

export type ValueProblem = {
  /** What follows the name of the field, or a sentence of its own. */
  readonly message: string;
  /** Nothing where only the meaning of the field can help. */
  readonly hint: string | undefined;
};

/** What the library says of a value. */
export const mustBe = (issue: z.core.$ZodIssue, value: Json | undefined): ValueProblem => {
  switch (issue.code) {
    case 'invalid_type':
      return ownWords(issue) ?? wrongType(issue.expected, value);
    case 'invalid_value':
      return ownWords(issue) ?? wrongWord(issue.values.map(String), value);
    case 'invalid_union':
      return nearlyRight(issue) ?? quotable(issue, value) ?? valueProblem(issue.message, undefined);
    case 'custom':
      return valueProblem(issue.message, issue.params?.hint);
    default:
      return valueProblem(issue.message, undefined);
  }
};

/** A sentence may say behind a stroke how the value is written: `must be a name in snake_case; like stop_writes`. */
export const valueProblem = (sentence: string, hint: unknown): ValueProblem => {
  const [, message = sentence, example] = /^(.*?)(?:; |, (?=like ))(.*)$/.exec(sentence) ?? [];
  if (typeof hint === 'string') {
    return {message: sentence, hint};
  }
  return {message, hint: example === undefined ? undefined : example.replace(/^like /, 'write it like ')};
};

/** A declaration's own sentence; the library's own sentences begin with a capital. */
const ownWords = ({message}: z.core.$ZodIssue): ValueProblem | undefined =>
  message.startsWith('Invalid') ? undefined : valueProblem(message, undefined);

/** A text that is nearly right deserves the sentence of the text option rather than the list of all options. */
const nearlyRight = ({errors}: z.core.$ZodIssueInvalidUnion): ValueProblem | undefined => {
  const custom = errors.flat().find(({code, path}) => code === 'custom' && path.length === 0);
  return custom && valueProblem(custom.message, undefined);
};

/** A number where a text would do: `[sleep, 5]`. */
const quotable = (
  {errors, message}: z.core.$ZodIssueInvalidUnion,
  value: Json | undefined,
): ValueProblem | undefined =>
  isQuotable(value) &&
  errors
    .flat()
    .some(({code, path, ...issue}) => code === 'invalid_type' && path.length === 0 && expects(issue, 'string'))
    ? {...valueProblem(message, undefined), hint: 'put it in quotes'}
    : undefined;

const expects = (issue: object, type: string): boolean => 'expected' in issue && issue.expected === type;

const isQuotable = (value: Json | undefined): boolean => typeof value === 'number' || typeof value === 'boolean';

const wrongWord = (known: readonly string[], value: Json | undefined): ValueProblem => {
  const match = typeof value === 'string' ? nearest(value, known) : undefined;
  const written = typeof value === 'string' ? `cannot be "${value}"` : undefined;
  return match === undefined
    ? {
        message: written ?? `must be ${known.length > 1 ? 'one of ' : ''}${listed(known)}`,
        hint: `there is ${listed(known)}`,
      }
    : {message: `cannot be "${value}"`, hint: `did you mean "${match}"?`};
};

const typeNames: {readonly [type: string]: string} = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of fields',
  record: 'a map of names to values',
};

/** How a value of each type is written. */
const typeHints: {readonly [type: string]: string} = {
  number: 'write it without quotes',
  int: 'write it without quotes',
  boolean: 'write it without quotes',
  array: 'write [A, B], or begin each item with a dash on a line of its own',
};

const wrongType = (expected: string, value: Json | undefined): ValueProblem => {
  const message = `must be ${typeNames[expected] ?? expected}`;
  if (value === null) {
    return {message: `${message}, but nothing stands there`, hint: undefined};
  }
  if (expected === 'boolean' && typeof value === 'string' && /^(?:y|n|yes|no|on|off)$/i.test(value)) {
    return {message, hint: `"${value}" is a text in YAML 1.2; write true or false`};
  }
  return {message, hint: expected === 'string' && isQuotable(value) ? 'put it in quotes' : typeHints[expected]};
};
