/** The inputs that a runbook declares. */
import * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result} from '../base/result.ts';
import {anyValue, words} from './fields.ts';
import type {InputDeclaration, InputType} from './input-declaration.ts';
import {readInput} from './inputs.ts';
import {notEmpty} from './not-empty.ts';
import {present} from './present.ts';
import {isMapping, type Reading, readFields, report} from './reading.ts';
import {compileRegex} from './regex/linear-regex.ts';
import type {DocumentPath} from './yaml/document.ts';

/** What kinds of values there are to declare. */
export const inputTypes = [
  'string',
  'integer',
  'number',
  'boolean',
  'choice',
  'list',
  'json',
  'duration',
  'timestamp',
  'identifier',
  'path',
  'hostname',
  'cidr',
  'url',
  'connection',
  'secret',
] as const satisfies readonly InputType[];

const fields = z.strictObject({
  type: z.enum(inputTypes).describe('What kind of value it is.'),
  of: z
    .union(
      [z.enum(inputTypes), z.array(words).check(notEmpty('must hold a name'))],
      'must be a type (of a list) or a list of names (of a choice)',
    )
    .exactOptional()
    .describe('The type of the items of a list, or the names of a choice.'),
  pattern: words.exactOptional().describe('A regular expression that a string must match.'),
  default: anyValue.exactOptional().describe('The value where nobody gives one.'),
  from: z
    .union(
      [
        z.strictObject({
          env: z
            .string()
            .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
            .describe('The name of a variable.'),
        }),
        z.strictObject({file: words.describe('The path of a file that holds it.')}),
        z.strictObject({
          command: z
            .array(z.string())
            .check(notEmpty('must name a program'))
            .describe('A program that prints it, with its arguments.'),
        }),
      ],
      'must be {env: NAME}, {file: PATH} or {command: [PROGRAM, …]}',
    )
    .exactOptional()
    .describe('Where it comes from: a variable, a file, or what a program prints.'),
  ask: words.exactOptional().describe('The question that a person is asked.'),
  optional: z.boolean().default(false).describe('Whether it may be empty; it is null then.'),
  sets: z.enum(['disruption', 'detection', 'declaration']).exactOptional().describe('The instant that it gives.'),
});

/** Types that a list can have items of. */
const listable = inputTypes.filter(type => !['secret', 'list', 'choice'].includes(type));

const typeIs = (...types: readonly InputType[]) => ({required: ['type'], properties: {type: {enum: types}}});

/** What `ofProblems`, `patternProblems` and `keptDefault` read, where the type alone decides. */
export const rulesOfTypes = {
  allOf: [
    {if: typeIs('choice'), then: {required: ['of'], properties: {of: {type: 'array', doNotSuggest: true}}}},
    {if: typeIs('list'), then: {required: ['of'], properties: {of: {enum: listable, doNotSuggest: true}}}},
    {if: {not: typeIs('choice', 'list')}, then: {properties: {of: false}}},
    {if: {not: typeIs('string')}, then: {properties: {pattern: false}}},
    {if: {not: typeIs('timestamp')}, then: {properties: {sets: false}}},
    {if: typeIs('secret'), then: {properties: {default: false}}},
  ],
};

export const inputFields = fields.register(z.globalRegistry, {title: 'input', ...rulesOfTypes});

/** Reads one declaration. */
export const readDeclaration = (
  name: string,
  value: Json,
  {reading, path}: {readonly reading: Reading; readonly path: DocumentPath},
): InputDeclaration | undefined => {
  const fields = readFields(reading, value, {
    schema: inputFields,
    path,
    thing: `input "${name}"`,
    area: 'input',
  });
  return fields && complete(name, fields, {reading, path, value});
};

/** Makes a declaration of fields that have been read, and reports what does not go together in them. */
export const readDeclarationFields = (
  name: string,
  fields: Omit<z.output<typeof inputFields>, 'default'>,
  {reading, path}: {readonly reading: Reading; readonly path: DocumentPath},
): InputDeclaration => complete(name, fields, {reading, path, value: null});

type Declared = {readonly reading: Reading; readonly path: DocumentPath; readonly value: Json};

const complete = (
  name: string,
  fields: z.output<typeof inputFields>,
  {reading, path, value}: Declared,
): InputDeclaration => {
  const {default: standard, ...rest} = fields;
  const fallback = isMapping(value) && standard !== undefined ? value.default : undefined;
  const declared: InputDeclaration = present({...rest, name, default: fallback, span: reading.document.keySpan(path)});
  // A pattern that cannot be used is told where it stands, and not again for the default.
  const usable = declared.pattern === undefined || compileRegex(declared.pattern).ok;
  const kept = isTooMuch(declared, reading) ? tooMuch : keptDefault(usable ? declared : withoutPattern(declared));
  for (const [field, message, hint] of [...ofProblems(declared), ...patternProblems(declared), ...problemsOf(kept)]) {
    const span = reading.document.valueSpan([...path, field]);
    report(reading, {code: 'input/wrong-value', message, span, hint});
  }
  return kept?.ok ? {...declared, default: kept.value} : declared;
};

const withoutPattern = ({pattern, ...declaration}: InputDeclaration): InputDeclaration => declaration;

type FieldProblem = readonly [field: string, message: string, hint: string];

const ofProblems = ({type, of}: InputDeclaration): readonly FieldProblem[] => {
  switch (type) {
    case 'choice':
      return Array.isArray(of) ? [] : [['of', 'a choice needs "of": a list of names', 'of: [berlin, potsdam]']];
    case 'list':
      return typeof of === 'string' && !['secret', 'list', 'choice'].includes(of)
        ? []
        : [['of', 'a list needs "of": the type of its items, neither secret, list nor choice', 'of: string']];
    default:
      return of === undefined
        ? []
        : [['of', `"of" does nothing for a ${type}`, 'remove it, or say type: choice or type: list']];
  }
};

const patternProblems = ({type, pattern, sets}: InputDeclaration): readonly FieldProblem[] => {
  const compiled = pattern === undefined ? undefined : compileRegex(pattern);
  const problems: FieldProblem[] = [];
  if (compiled !== undefined && type !== 'string') {
    problems.push(['pattern', `"pattern" does nothing for a ${type}`, 'remove it, or say type: string']);
  } else if (compiled?.ok === false) {
    problems.push(['pattern', compiled.reason, 'write it with letters, . * + ? | [a-z] and groups']);
  }
  if (sets !== undefined && type !== 'timestamp') {
    problems.push(['sets', `only a timestamp can set the ${sets}`, 'remove it, or say type: timestamp']);
  }
  return problems;
};

/** Far more than the defaults of a runbook hold; a pattern of 2,000 states takes two seconds for them. */
const patternLettersMax = 50_000;

const tooMuch: Result<Json> = fail(`all defaults with a pattern are longer than ${patternLettersMax} characters`);

const isTooMuch = ({pattern, default: standard}: InputDeclaration, reading: Reading): boolean => {
  if (pattern !== undefined && typeof standard === 'string') {
    reading.patternLetters += standard.length;
  }
  return reading.patternLetters > patternLettersMax;
};

/** The default as values are kept; words like `20m ago` wait for the run, which has a clock. */
const keptDefault = (declaration: InputDeclaration): Result<Json> | undefined => {
  const {type, default: standard} = declaration;
  if (standard === undefined) {
    return undefined;
  }
  if (type === 'timestamp') {
    const read = readInput(declaration, standard, {nowMs: 0, zoneOffsetMinutes: 0});
    return read.ok ? undefined : read;
  }
  const isSecret = type === 'secret' || (type === 'connection' && holdsPassword(standard));
  return isSecret
    ? fail('a secret cannot stand in a file that people read')
    : readInput(declaration, standard, {nowMs: 0, zoneOffsetMinutes: 0});
};

/** In either spelling of libpq (PostgreSQL manual, 34.1.1). */
const holdsPassword = (value: Json): boolean =>
  typeof value === 'string' && (/^[a-z]+:\/\/[^/@]*:[^/@]+@/i.test(value) || /(?:^|[?&\s])password=./i.test(value));

const problemsOf = (kept: Result<Json> | undefined): readonly FieldProblem[] =>
  kept === undefined || kept.ok
    ? []
    : [['default', `"default" does not fit: ${kept.reason}`, 'write one that fits, or leave it out']];
