/** Which kind a step is of, and that no common field beside its key is idle. */
import type {Json} from '../base/canonical-json.ts';
import {didYouMean, nearest} from '../diagnostics/nearest.ts';
import {commonFields} from './common-fields.ts';
import {fieldsOfKind, isKind, kindNames} from './kinds.ts';
import {type Reading, report} from './reading.ts';
import type {StepKind} from './runbook.ts';
import type {DocumentPath} from './yaml/document.ts';

type Place = {readonly reading: Reading; readonly path: DocumentPath};

/** The kind whose key stands there; what is wrong with that is reported. */
export const kindOf = (item: {readonly [key: string]: Json}, {reading, path}: Place): StepKind | undefined => {
  const keys = Object.keys(item);
  const [kind, second] = keys.filter(isKind);
  if (second !== undefined) {
    const message = `a step is of one kind, not ${kind} and ${second}`;
    const span = reading.document.keySpan([...path, second]);
    return report(reading, {code: 'step/two-kinds', message, span, hint: 'make two steps of it'});
  }
  return kind ?? noKind(keys, reading, path);
};

const noKind = (keys: readonly string[], reading: Reading, path: DocumentPath): undefined => {
  const unknown = keys.filter(key => !(key in commonFields.shape));
  const known = kindNames;
  const meant = unknown.find(key => nearest(key, known) !== undefined) ?? unknown[0];
  if (meant === undefined) {
    const span = reading.document.keySpan([...path, keys[0] ?? '']);
    const hint = `it needs one of ${kindNames.join(', ')}`;
    return report(reading, {code: 'step/no-kind', message: 'this step has no kind', span, hint});
  }
  const span = reading.document.keySpan([...path, meant]);
  const message = `"${meant}" is no kind of step`;
  return report(reading, {
    code: 'step/unknown-kind',
    message,
    span,
    hint: didYouMean(meant, known) ?? `there is ${kindNames.join(', ')}`,
  });
};

/** A field that does nothing for a kind would be read by an author as a promise. */
export const refuseIdleFields = (
  item: {readonly [key: string]: Json},
  kind: StepKind,
  {reading, path}: Place,
): void => {
  const allowed = fieldsOfKind(kind);
  for (const field of Object.keys(item)) {
    if (field in commonFields.shape && !allowed.includes(field)) {
      const message = `"${field}" does nothing in ${article(kind)} ${kind} step`;
      const span = reading.document.keySpan([...path, field]);
      report(reading, {code: 'step/field-not-for-kind', message, span, hint: 'remove it'});
    }
  }
};

/** As it is spoken: an http step. */
export const article = (kind: string): string => (/^(?:[aeiou]|http)/.test(kind) ? 'an' : 'a');
