/** Which kind a step is of, what stands under its key, and which common fields mean something beside it. */
import type {Json} from '../base/canonical-json.ts';
import {didYouMean, nearest} from '../diagnostics/nearest.ts';
import {longForm} from './actions.ts';
import {commonFields, fieldsOfShape} from './common-fields.ts';
import type {DocumentPath} from './document.ts';
import {isMapping, isSequence, type Reading, report} from './reading.ts';
import type {StepKind} from './runbook.ts';
import {stepKinds} from './steps.ts';

type Place = {readonly reading: Reading; readonly path: DocumentPath};

const kindNames = Object.keys(stepKinds);

const isKind = (key: string): key is StepKind => Object.hasOwn(stepKinds, key);

const shortOf = (kind: StepKind): string | undefined =>
  'short' in stepKinds[kind] ? stepKinds[kind].short : undefined;

/** `let: {replicas: "…"}` is short for `let: {values: {replicas: "…"}}`, which is all that a map under the map can mean. */
export const ownFieldsOf = (own: Json, kind: StepKind): Json => {
  const declared = stepKinds[kind];
  const short = shortOf(kind);
  const isBareMap =
    'shortIsMap' in declared &&
    short !== undefined &&
    isMapping(own) &&
    !isSequence(own) &&
    !isMapping(own[short] ?? null);
  return isBareMap ? {[short]: own} : longForm(own, short);
};

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

/** The common fields that mean something for a kind. */
const fieldsOfKind = (kind: StepKind): readonly string[] => {
  const declared = stepKinds[kind];
  return [...fieldsOfShape[declared.shape], ...('alsoCommon' in declared ? (declared.alsoCommon ?? []) : [])];
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
