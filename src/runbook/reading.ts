/** What goes along while a document is read: where problems are collected, and the texts and expressions found on the way. */
import type * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result} from '../base/result.ts';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {type Hint, hintWords} from '../diagnostics/nearest.ts';
import type {Span} from '../diagnostics/span.ts';
import type {SqlAction} from './action.ts';
import type {Surroundings} from './expressions/cel-environment.ts';
import type {InputDeclaration} from './input-declaration.ts';
import type {Probe, Runbook} from './runbook.ts';
import {type FieldKnowledge, fieldDiagnostics} from './schema/field-problems.ts';
import type {TextReader} from './texts/program-texts.ts';
import type {Document, DocumentPath} from './yaml/document.ts';

/** A place in a runbook where a text or an expression stands, kept so that rules can point into it. */
export type Use = {
  readonly source: string;
  readonly form: 'expression' | 'text' | 'literal';
  readonly path: DocumentPath;
  /** The step on whose behalf it is evaluated; nothing for what belongs to the document. */
  readonly step?: string;
  /** Before the step runs, once it ran (it may then read its own outputs), inside its block, or at the end of a branch. */
  readonly at: 'before' | 'after' | 'inside' | {readonly endOf: string};
  readonly around: Surroundings;
  /** What the place takes; `words` are items of an argv, where a list becomes several and null none; a `name` is one of SQL. */
  readonly gives: 'bool' | 'text' | 'text-or-nothing' | 'words' | 'list' | 'time' | 'connection' | 'name' | 'anything';
  /** The input of an included runbook that reads the value. */
  readonly reads?: InputDeclaration;
  /** Where the value goes; a record is shown to people and written down, the screen shows it once and keeps nothing, code is literal and takes no values. */
  readonly into:
    | 'decision'
    | 'argv'
    | 'environment'
    | 'stdin'
    | 'connection'
    | 'parameter'
    | 'output'
    | 'record'
    | 'screen'
    | 'code';
  /** What of the source another program reads as a program text; nothing of a value belongs there. */
  readonly programs?: readonly ReadAsProgram[];
};

/** A part of a place, by offsets within its source, and who reads it. */
export type ReadAsProgram = Span & {readonly by: TextReader};

export type StepPlaceInDocument = {readonly id: string; readonly path: DocumentPath};

/** The statements of a place that sends SQL, and the values that are given for them. */
export type SqlTexts = {
  readonly path: DocumentPath;
  readonly statements: readonly {
    readonly text: string;
    readonly path: DocumentPath /** Where it lies beside the runbook. */;
    readonly file?: string;
  }[];
  readonly params: SqlAction['params'];
};

/** On whose behalf something is read. */
export type Where = Pick<Use, 'step' | 'at'> & {readonly drill: boolean};

export type Reading = {
  readonly document: Document;
  readonly diagnostics: Diagnostic[];
  readonly uses: Use[];
  readonly places: StepPlaceInDocument[];
  readonly sqlTexts: SqlTexts[];
  /** The definitions of named probes, not yet read. */
  readonly namedProbes: {readonly [name: string]: Json | undefined};
  /** Those that have been read, by name, apart for drills. */
  readonly readProbes: Map<string, ReadProbe>;
  /** The length of all defaults that were held against a pattern. */
  patternLetters: number;
  /** The host that the document says for all commands and scripts; read before they are. */
  on: string | undefined;
  readonly beside: Beside;
  /** Loads a runbook that this one includes. */
  readonly included: Included;
};

/** A named probe, and the texts in it, which are noted again for each step that asks it. */
export type ReadProbe = {readonly probe: Probe | undefined; readonly uses: readonly Use[]};

/** Reads a file that a document names, by its path from there; a reason says why it cannot be read. */
export type Beside = (path: string) => Result<string>;

/** For a document that is only a text. */
export const nothingBeside: Beside = () => fail('there is nothing beside this text');

/** A runbook by its id, with all that it includes, or why it cannot be included. */
export type Included = (id: string) => Result<Runbook>;

/** A text alone includes nothing. */
export const nothingIncluded: Included = () => fail('there is no other runbook here');

/** Begins to read a document. */
export const beginReading = (document: Document, beside: Beside, included: Included): Reading => {
  const probes = isMapping(document.data) ? document.data.probes : undefined;
  return {
    document,
    diagnostics: [],
    uses: [],
    places: [],
    sqlTexts: [],
    namedProbes: isMapping(probes) ? probes : {},
    readProbes: new Map(),
    patternLetters: 0,
    on: undefined,
    beside,
    included,
  };
};

type Problem = {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly hint: Hint;
};

/** Adds an error. */
export const report = ({diagnostics}: Reading, {code, message, span, hint}: Problem): undefined => {
  diagnostics.push({code, severity: 'error', message, span, hint: hintWords(hint, diagnostics.length)});
};

/** Reads a value by its fields' declaration; every problem becomes a diagnostic at its place. */
export const readFields = <Schema extends z.ZodType>(
  reading: Reading,
  value: Json | undefined,
  {schema, path, ...knowledge}: FieldKnowledge & {readonly schema: Schema; readonly path: DocumentPath},
): z.output<Schema> | undefined => {
  const result = schema.safeParse(value ?? null);
  if (result.success) {
    return result.data;
  }
  reading.diagnostics.push(
    ...fieldDiagnostics(result.error.issues, {
      document: reading.document,
      path,
      value,
      knowledge: {...knowledge, schema},
    }),
  );
  return undefined;
};

/** A thousand steps have some five thousand; a large probe that is asked ten thousand times would have many millions. */
const usesMax = 100_000;

/** Notes a text or an expression for the rules. */
export const use = (reading: Reading, found: Use): void => {
  if (isFull(reading)) {
    return;
  }
  reading.uses.push(found);
  if (isFull(reading)) {
    report(reading, {
      code: 'yaml/too-large',
      message: `there are more than ${usesMax} texts to check, with those of named probes for each step that asks them`,
      span: reading.document.keySpan(found.path),
      hint: 'split the procedure into several runbooks',
    });
  }
};

/** Whether no more texts are noted. */
export const isFull = ({uses}: Reading): boolean => uses.length > usesMax;

/** Whether a value is a map. */
export const isMapping = (value: Json | undefined): value is {readonly [key: string]: Json} =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is a list. */
export const isSequence = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** What the library read without a type of its own: it gives back what stood in the document, which is JSON. */
export const asJson = (value: unknown): Json => value as Json;
