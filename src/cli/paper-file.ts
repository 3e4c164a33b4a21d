/** A file with what was done on paper: read as strictly as a runbook, every mistake with its place. */
import {isList, type Json} from '../base/canonical-json.ts';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {codeFrame, sourceOf} from '../diagnostics/code-frame.ts';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import type {Span} from '../diagnostics/span.ts';
import type {PaperEntry} from '../engine/on-paper/paper-entry.ts';
import type {NumberedStep} from '../paper/numbered-steps.ts';
import {readDocument} from '../runbook/yaml/document.ts';
import {invalid, type Readable} from './catalog.ts';
import {didOf, type PaperReading, paperFields, sayWrong, timeOf, wordsOf, wrongValue} from './paper-fields.ts';
import {type Refusal, refuse} from './refusal.ts';

/** A line of the paper, and the sentence with its place where the run refuses it. */
export type PaperLine = {readonly entry: PaperEntry; readonly refused: (why: string) => Refusal};

type Paper = {
  readonly source: Readable;
  readonly steps: readonly NumberedStep[];
  /** Every line must have its check digits. */
  readonly checkDigits: boolean;
};

/** All lines, or all that is wrong with them. */
export const readPaper = (paper: Paper): Result<readonly PaperLine[], Refusal> => {
  const {source} = paper;
  const document = readDocument(source.text);
  if (!document.ok) {
    return refused(source, [document.reason]);
  }
  const {data} = document.value;
  if (!isList(data) || data.length === 0) {
    return refuse('usage', `${source.file} holds no list of what was done.`, example);
  }
  const wrong: Diagnostic[] = [];
  const lines = data.map((value, index) => lineOf({...paper, document: document.value, index, wrong}, value));
  return wrong.length > 0 ? refused(source, wrong) : succeed(lines.flatMap(line => line ?? []));
};

const example = 'Each line is like: - {step: "3.1", at: "2026-11-24T04:10:00Z", by: Dana Fox, did: done}';

const refused = (source: Readable, wrong: readonly Diagnostic[]): ReturnType<typeof refuse> => {
  const {reason} = invalid(source, wrong);
  return fail({...reason, exit: 'usage', hint: 'Mend the lines above; nothing of the file was entered.'});
};

type Reading = Paper & PaperReading;

const lineOf = (reading: Reading, value: Json): PaperLine | undefined => {
  const {document, index, source} = reading;
  if (!isMap(value)) {
    sayWrong(reading, [index], {code: 'paper/wrong-value', message: 'this is no line of a paper', hint: example});
    return undefined;
  }
  for (const name of Object.keys(value).filter(key => !paperFields.some(field => field === key))) {
    const hint = didYouMean(name, paperFields) ?? `a line has ${paperFields.join(', ')}`;
    const message = `a line has no field "${name}"`;
    sayWrong(reading, [index, name], {code: 'paper/unknown-field', message, hint, isKey: true});
  }
  const step = stepOf(reading, value.step);
  checkDigitsOf(reading, value.check, step);
  const time = timeOf(reading, 'at', value.at);
  const by = wordsOf(reading, 'by', value.by);
  const what = didOf(reading, value.did);
  const optionals = optionalsOf(reading, value);
  return step && time && by !== undefined && what
    ? {
        entry: {step: step.path, happenedMs: time.atMs, blurMs: time.blurMs, by, what, ...optionals},
        refused: why => refusedAt(reading, document.valueSpan([index, 'step']), {why, file: source.file}),
      }
    : undefined;
};

const refusedAt = (
  {source, index}: Reading,
  span: Span,
  {why, file}: {readonly why: string; readonly file: string},
): Refusal => {
  const hint = 'nothing of the file was entered';
  const diagnostic: Diagnostic = {code: 'paper/refused', severity: 'error', message: why, span, hint};
  return {
    exit: 'usage',
    message: `Line ${index + 1} of ${file} does not fit the run; nothing of it was entered.`,
    frames: [codeFrame(diagnostic, sourceOf(source.file, source.text))],
  };
};

/** A path, with or without the numbers of items, or the number that stands on the paper. */
const stepOf = (reading: Reading, value: Json | undefined): {path: string; known: NumberedStep} | undefined => {
  const hint = 'give the path of a step, or its number on the paper in quotes, as in "3.1"';
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return wrongValue(reading, 'step', {message: `3.10 and 3.1 are the same number to YAML`, hint});
  }
  const named = typeof value === 'number' ? String(value) : value;
  if (typeof named !== 'string') {
    return wrongValue(reading, 'step', {message: 'this names no step', hint});
  }
  const bare = named.replaceAll(/\[\d+\]/g, '');
  const known = reading.steps.find(({number, path}) => number === named || path === bare);
  if (!known) {
    const names = reading.steps.flatMap(({number, path}) => [path, number]);
    return wrongValue(reading, 'step', {
      message: `the run has no step "${named}"`,
      hint: didYouMean(named, names) ?? hint,
    });
  }
  return {path: known.number === named ? known.path : named, known};
};

/** Another version of the runbook prints other digits beside a step that it changed. */
const checkDigitsOf = (reading: Reading, value: Json | undefined, step: {known: NumberedStep} | undefined): void => {
  if (value === undefined && !reading.checkDigits) {
    return;
  }
  const hint = 'copy the two digits that stand on the paper behind "check"';
  const digits = typeof value === 'number' ? String(value).padStart(2, '0') : value;
  if (typeof digits !== 'string' || !/^\d\d$/.test(digits)) {
    wrongValue(reading, 'check', {message: 'these are no check digits', hint});
  } else if (step && step.known.digits !== digits) {
    wrongValue(reading, 'check', {
      message: `${step.known.path} has the check digits ${step.known.digits} in the runbook of this run, not ${digits}`,
      hint: 'the paper was printed from another version of the runbook: look what else it says there, and leave the digits out if it is the same',
    });
  }
};

type Optionals = Pick<PaperEntry, 'note' | 'confirmed' | 'outputs' | 'recoveryPoint'>;

const optionalsOf = (reading: Reading, value: {readonly [name: string]: Json | undefined}): Optionals => {
  const note = value.note === undefined ? undefined : wordsOf(reading, 'note', value.note);
  const confirmed = value.confirmed === undefined ? undefined : wordsOf(reading, 'confirmed', value.confirmed);
  const {outputs} = value;
  const point =
    value.recovery_point === undefined ? undefined : timeOf(reading, 'recovery_point', value.recovery_point);
  if (outputs !== undefined && !isMap(outputs)) {
    wrongValue(reading, 'outputs', {
      message: 'this is no map of names to values',
      hint: 'write it like {rows_restored: 412}',
    });
  }
  return {
    ...(note !== undefined && {note}),
    ...(confirmed !== undefined && {confirmed}),
    ...(point !== undefined && {recoveryPoint: new Date(point.atMs).toISOString()}),
    ...(outputs !== undefined && isMap(outputs) && {outputs: outputs as {readonly [name: string]: Json}}),
  };
};

const isMap = (value: Json | undefined): value is {readonly [name: string]: Json | undefined} =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
