/** Turns what the schema library says about fields into diagnostics with a place, plain words and a way out. */
import type * as z from 'zod';
import type {Json} from '../../base/canonical-json.ts';
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {didYouMean, nearest} from '../../diagnostics/nearest.ts';
import type {Document, DocumentPath} from '../yaml/document.ts';
import {descriptionAt, keysAt} from './schema-keys.ts';
import {mustBe, type ValueProblem, valueProblem} from './value-problems.ts';

/** What is known about the fields of a thing beyond their schema. */
export type FieldKnowledge = {
  /** The thing, as a message names it: `a command step`. */
  readonly thing: string;
  /** The first part of the codes: `step`, `runbook`, `plan`. */
  readonly area: string;
  readonly schema: z.core.$ZodType;
  /** The field that a value without fields stands for, as a text under a command. */
  readonly short?: string | undefined;
  /** Further fields that may stand there, like the kind key of a step. */
  readonly alsoFields?: readonly string[];
  /** A way out for fields that belong elsewhere. */
  readonly elsewhere?: (field: string) => string | undefined;
};

type Found = {
  readonly document: Document;
  readonly path: DocumentPath;
  readonly value: Json | undefined;
  readonly knowledge: FieldKnowledge;
};

type Issue = z.core.$ZodIssue;

/** A field, as the schema calls it, and where it stands in the document. */
type At = {readonly field: DocumentPath; readonly path: DocumentPath};

/** One diagnostic for each problem, in the order of the schema library. */
export const fieldDiagnostics = (issues: readonly Issue[], found: Found): readonly Diagnostic[] => {
  const misspelt = new Set(issues.flatMap(issue => meantFields(issue, found)));
  return issues
    .filter(({path}) => valueAt(found.value, path) !== undefined || !misspelt.has(JSON.stringify(path)))
    .flatMap(issue => problemsOf(issue, found));
};

/** A field that is only misspelt is not also said to be missing. */
const meantFields = (issue: Issue, found: Found): readonly string[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.flatMap(key => {
        const isElsewhere = found.knowledge.elsewhere?.(key) !== undefined;
        const meant = isElsewhere ? undefined : nearest(key, openFields(plainPath(issue), found));
        return meant === undefined ? [] : [JSON.stringify([...issue.path, meant])];
      })
    : [];

const problemsOf = (issue: Issue, found: Found): readonly Diagnostic[] => {
  const at = placeOf(issue, found);
  const value = valueAt(found.value, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => unknownField(key, at, found));
    case 'invalid_key': {
      const problem = valueProblem(issue.issues[0]?.message ?? 'is no name', undefined);
      return [{...wrong(problem, at, found), span: found.document.keySpan(at.path)}];
    }
    case 'invalid_union': {
      const meant = value === undefined ? undefined : meantOption(issue);
      return meant === undefined ? [orMissing(issue, at, found)] : fieldDiagnostics(meant, found);
    }
    default:
      return [orMissing(issue, at, found)];
  }
};

const plainPath = ({path}: Issue): DocumentPath => path.filter(step => typeof step !== 'symbol');

/** What is written in short stands where its field would have been. */
const placeOf = (issue: Issue, {document, path, value, knowledge: {short}}: Found): At => {
  const field = plainPath(issue);
  const isGiven = short !== undefined && field[0] === short && valueAt(value, [short]) !== undefined;
  const isShort = isGiven && !document.has([...path, short]);
  return {field, path: [...path, ...field.slice(isShort ? 1 : 0)]};
};

const orMissing = (issue: Issue, at: At, found: Found): Diagnostic => {
  const value = valueAt(found.value, issue.path);
  const {short} = found.knowledge;
  if (value === null && at.field.length === 0 && short !== undefined) {
    return wrong({message: `"${lastName(at.path)}" is empty`, hint: explained([short], found.knowledge)}, at, found);
  }
  const mayLack = ['invalid_union', 'invalid_type', 'invalid_value'].includes(issue.code);
  return mayLack && value === undefined ? missingField(at, found) : wrong(mustBe(issue, value), at, found);
};

/** The problems of the one option that somebody meant who wrote a value of that sort; nothing where several could be meant. */
const meantOption = (issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined => {
  const isOther = ({code, path}: Issue) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
  const [meant, ...others] = issue.errors.filter(errors => !errors.some(isOther));
  return others.length > 0 ? undefined : meant?.map(inner => ({...inner, path: [...issue.path, ...inner.path]}));
};

/** The fields that could stand there and do not yet. */
const openFields = (field: DocumentPath, {value, knowledge}: Found): readonly string[] => {
  const {schema, alsoFields = []} = knowledge;
  const known = [...keysAt(schema, field), ...(field.length === 0 ? alsoFields : [])];
  return known.filter(name => valueAt(value, [...field, name]) === undefined);
};

const unknownField = (key: string, {field, path}: At, found: Found): Diagnostic => {
  const {document, knowledge} = found;
  const {area, thing, elsewhere} = knowledge;
  const span = document.keySpan([...path, key]);
  const isTop = field.length === 0;
  const hint =
    (isTop ? elsewhere?.(key) : undefined) ??
    didYouMean(key, openFields(field, found)) ??
    'remove it; what is meant for people alone stands behind a #';
  const message = `${isTop ? thing : `"${lastName(path)}"`} has no field "${key}"`;
  return {code: `${area}/unknown-field`, severity: 'error', message, span, hint};
};

const missingField = ({field, path}: At, {document, knowledge}: Found): Diagnostic => {
  const {area, thing} = knowledge;
  const name = String(field.at(-1));
  const around = path.slice(0, -1);
  return {
    code: `${area}/missing-field`,
    severity: 'error',
    // Of a thing within the thing, such as one of several objectives, its own name says more.
    message: `${field.length > 1 ? `"${lastName(around)}"` : thing} needs "${name}"`,
    span: document.keySpan(around),
    hint: explained(field, knowledge) ?? `write ${name}: and what it is`,
  };
};

const wrong = ({message, hint}: ValueProblem, at: At, {document, knowledge}: Found): Diagnostic => ({
  code: `${knowledge.area}/wrong-value`,
  severity: 'error',
  message: /^(?:must|is|cannot)\b/.test(message) ? `${subject(at, knowledge)} ${message}` : message,
  span: document.valueSpan(at.path),
  hint: hint ?? explained(at.field, knowledge) ?? 'write its fields, each on a line of its own: NAME: VALUE',
});

/** What the field is for, as the reference says it. */
const explained = (field: DocumentPath, {schema}: FieldKnowledge): string | undefined => {
  const described = descriptionAt(schema, field);
  if (described === undefined) {
    return undefined;
  }
  const {says} = described;
  // A word in capitals keeps its letter.
  const sentence = /^[A-Z](?:[a-z]|\s)/.test(says) ? says.charAt(0).toLowerCase() + says.slice(1) : says;
  return `${described.field}: ${sentence.replace(/\.$/, '')}`;
};

/** As the author wrote it: what stands for a field without its name is called by the name that stands there. */
const subject = ({field, path}: At, {thing}: FieldKnowledge): string => {
  const last = path.at(-1);
  if (field.length === 0 || last === undefined) {
    return thing;
  }
  return typeof last === 'number' ? `item ${last + 1} of "${lastName(path)}"` : `"${last}"`;
};

const lastName = (path: DocumentPath): string => String(path.findLast(step => typeof step === 'string') ?? '');

const valueAt = (value: Json | undefined, path: readonly PropertyKey[]): Json | undefined => {
  let found: unknown = value;
  for (const step of path) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined;
  }
  return isJson(found) ? found : undefined;
};

/** The path leads through data of a document, so all that is there is JSON. */
const isJson = (value: unknown): value is Json => value !== undefined;
