/** Turns what the schema library says about fields into diagnostics with a place, plain words and a way out. */
import type * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {didYouMean, listed, nearest} from '../diagnostics/nearest.ts';
import type {Document, DocumentPath} from './document.ts';
import {keysAt} from './schema-keys.ts';

/** What is known about the fields of a thing beyond their schema. */
export type FieldKnowledge = {
  /** The thing, as a message names it: `a command step`. */
  readonly thing: string;
  /** The first part of the codes: `step`, `runbook`, `plan`. */
  readonly area: string;
  readonly schema: z.core.$ZodType;
  /** Further fields that may stand there, like the kind key of a step. */
  readonly alsoFields?: readonly string[];
  /** Fields of the language that this version does not act on. */
  readonly notYet?: readonly string[];
  /** A way out for fields that belong elsewhere. */
  readonly elsewhere?: (field: string) => string | undefined;
};

type Found = {
  readonly document: Document;
  readonly path: DocumentPath;
  readonly value: Json | undefined;
  readonly knowledge: FieldKnowledge;
};

/** One diagnostic for each problem, in the order of the schema library. */
export const fieldDiagnostics = (issues: readonly z.core.$ZodIssue[], found: Found): readonly Diagnostic[] =>
  issues.flatMap(issue => {
    const path = [...found.path, ...issue.path.filter(step => typeof step !== 'symbol')];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map(key => unknownField(key, path, found));
      case 'invalid_key':
        return [{...wrong(issue.issues[0]?.message ?? 'is no name', path, found), span: found.document.keySpan(path)}];
      case 'invalid_union':
        return [unionProblem(issue, path, found)];
      case 'invalid_type':
        return valueAt(found.value, issue.path) === undefined
          ? [missingField(path, found)]
          : [wrong(ownWords(issue) ?? mustBe(issue.expected, valueAt(found.value, issue.path)), path, found)];
      case 'invalid_value':
        return valueAt(found.value, issue.path) === undefined
          ? [missingField(path, found)]
          : [ownWordsOr(issue, path, found)];
      default:
        return [wrong(issue.message, path, found)];
    }
  });

/** A declaration's own sentence; the library's own sentences begin with a capital. */
const ownWords = ({message}: z.core.$ZodIssue): string | undefined =>
  message.startsWith('Invalid') ? undefined : message;

const ownWordsOr = (issue: z.core.$ZodIssueInvalidValue, path: DocumentPath, found: Found): Diagnostic => {
  const own = ownWords(issue);
  return own === undefined ? wrongWord(issue.values.map(String), path, found) : wrong(own, path, found);
};

const unionProblem = (issue: z.core.$ZodIssueInvalidUnion, path: DocumentPath, found: Found): Diagnostic => {
  if (valueAt(found.value, issue.path) === undefined) {
    return missingField(path, found);
  }
  // A text that is nearly right deserves the sentence of the text option rather than the list of all options.
  const custom = issue.errors.flat().find(({code, path: inner}) => code === 'custom' && inner.length === 0);
  return wrong(custom?.message ?? issue.message, path, found);
};

const unknownField = (key: string, path: DocumentPath, {document, knowledge, path: top}: Found): Diagnostic => {
  const {area, thing, schema, alsoFields = [], notYet = [], elsewhere} = knowledge;
  const span = document.keySpan([...path, key]);
  const inside = path.slice(top.length);
  const isTop = inside.length === 0;
  if (isTop && notYet.includes(key)) {
    const message = `this version does not act on "${key}" of ${thing} yet`;
    return {code: `${area}/field-not-yet`, severity: 'error', message, span, hint: 'remove it; nothing would happen'};
  }
  const known = [...keysAt(schema, inside), ...(isTop ? [...alsoFields, ...notYet] : [])];
  const hint = (isTop ? elsewhere?.(key) : undefined) ?? didYouMean(key, known);
  const message = `${isTop ? thing : `"${lastName(path)}"`} has no field "${key}"`;
  return {code: `${area}/unknown-field`, severity: 'error', message, span, ...(hint !== undefined && {hint})};
};

const missingField = (path: DocumentPath, {document, knowledge: {area, thing}}: Found): Diagnostic => ({
  code: `${area}/missing-field`,
  severity: 'error',
  message: `${thing} needs ${path.length === 0 ? 'fields' : `"${path.at(-1)}"`}`,
  span: document.keySpan(path.slice(0, -1)),
});

const wrong = (message: string, path: DocumentPath, {document, knowledge: {area, thing}}: Found): Diagnostic => ({
  code: `${area}/wrong-value`,
  severity: 'error',
  message: /^(?:must|is|cannot)\b/.test(message) ? `${subject(path, thing)} ${message}` : message,
  span: document.valueSpan(path),
});

const subject = (path: DocumentPath, thing: string): string => {
  const field = path.at(-1);
  if (typeof field === 'number') {
    return `item ${field + 1} of "${lastName(path)}"`;
  }
  return field === undefined ? thing : `"${field}"`;
};

const lastName = (path: DocumentPath): string => String(path.findLast(step => typeof step === 'string') ?? '');

const wrongWord = (known: readonly string[], path: DocumentPath, found: Found): Diagnostic => {
  const written = valueAt(found.value, path.slice(found.path.length));
  const match = typeof written === 'string' ? nearest(written, known) : undefined;
  return match === undefined
    ? wrong(`must be ${known.length > 1 ? 'one of ' : ''}${listed(known)}`, path, found)
    : {...wrong(`cannot be "${written}"`, path, found), hint: `did you mean "${match}"?`};
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

const mustBe = (expected: string, value: Json | undefined): string => {
  const wanted = `must be ${typeNames[expected] ?? expected}`;
  const quotable = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  return value === null ? `${wanted}, but nothing stands there` : quotable ? `${wanted}; put it in quotes` : wanted;
};

const valueAt = (value: Json | undefined, path: readonly PropertyKey[]): Json | undefined => {
  let found: unknown = value;
  for (const step of path) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined;
  }
  return isJson(found) ? found : undefined;
};

/** The path leads through data of a document, so all that is there is JSON. */
const isJson = (value: unknown): value is Json => value !== undefined;
