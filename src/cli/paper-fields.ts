/** The fields of a line of paper, each read with its mistakes. */
import type {Json} from '../base/canonical-json.ts';
import {fail} from '../base/result.ts';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import {type Did, didWords} from '../engine/on-paper/paper-entry.ts';
import type {Document} from '../runbook/yaml/document.ts';
import {type PaperTime, readPaperTime} from './paper-time.ts';

export const paperFields = [
  'step',
  'at',
  'by',
  'did',
  'note',
  'outputs',
  'confirmed',
  'recovery_point',
  'check',
] as const;
export type PaperField = (typeof paperFields)[number];

/** A line of a file that is being read, and all that was wrong so far. */
export type PaperReading = {readonly document: Document; readonly index: number; readonly wrong: Diagnostic[]};

type Wrong = Pick<Diagnostic, 'code' | 'message' | 'hint'>;

/** Keeps a mistake at a place of the file. */
export const sayWrong = (
  {document, wrong}: PaperReading,
  path: readonly (string | number)[],
  mistake: Wrong & {readonly isKey?: boolean},
): void => {
  const {code, message, hint, isKey} = mistake;
  const span = isKey ? document.keySpan(path) : document.valueSpan(path);
  wrong.push({code, severity: 'error', message, hint, span});
};

/** Keeps a mistake in a field, or that it is missing. */
export const wrongValue = (
  reading: PaperReading,
  field: PaperField,
  {message, hint}: Omit<Wrong, 'code'>,
): undefined => {
  const isThere = reading.document.has([reading.index, field]);
  const code = isThere ? 'paper/wrong-value' : 'paper/missing-field';
  sayWrong(reading, isThere ? [reading.index, field] : [reading.index], {
    code,
    message: isThere ? message : `"${field}" is missing`,
    hint,
  });
};

export const timeOf = (
  reading: PaperReading,
  field: 'at' | 'recovery_point',
  value: Json | undefined,
): PaperTime | undefined => {
  const read = typeof value === 'string' ? readPaperTime(value) : fail('it is no text');
  return read.ok
    ? read.value
    : wrongValue(reading, field, {
        message: `this is no time: ${read.reason}`,
        hint: 'write it like "2026-11-24T04:10:00Z", or "04:10" for the last time that the clock here showed that',
      });
};

const nameLengthMax = 200;

export const wordsOf = (
  reading: PaperReading,
  field: 'by' | 'note' | 'confirmed',
  value: Json | undefined,
): string | undefined =>
  typeof value === 'string' && value.trim() !== '' && (field === 'note' || value.length <= nameLengthMax)
    ? value.trim()
    : wrongValue(reading, field, {
        message: 'this must be words',
        hint: field === 'by' ? 'name the person who did it' : 'write it as a text',
      });

export const didOf = (reading: PaperReading, value: Json | undefined): Did | undefined => {
  const [word = '', rest] = typeof value === 'string' ? splitOnce(value.trim()) : [];
  const known = didWords.find(one => one === word);
  const hint = `say ${didWords.map(one => ({chose: 'chose BRANCH', answered: 'answered VALUE'})[one as string] ?? one).join(', ')}`;
  if (known === undefined) {
    return wrongValue(reading, 'did', {
      message: `"${String(value)}" says not what came of it`,
      hint: didYouMean(word, didWords) ?? hint,
    });
  }
  if (known === 'answered') {
    return {did: known, value: rest ?? null};
  }
  if (known === 'chose') {
    return rest === undefined
      ? wrongValue(reading, 'did', {message: 'which way was chosen?', hint})
      : {did: known, branch: rest};
  }
  return rest === undefined
    ? {did: known}
    : wrongValue(reading, 'did', {
        message: `"${known}" takes no further word`,
        hint: 'put what else there is to say under note',
      });
};

const splitOnce = (text: string): readonly [string, string | undefined] => {
  const blank = text.search(/\s/);
  return blank === -1 ? [text, undefined] : [text.slice(0, blank), text.slice(blank).trim()];
};
