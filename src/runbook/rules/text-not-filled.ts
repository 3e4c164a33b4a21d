/** A value put into a text that is shown as it stands. */
import type {Json} from '../../base/canonical-json.ts';
import {isMapping, isSequence} from '../reading.ts';
import type {Rule, Subject} from '../rule.ts';
import type {DocumentPath} from '../yaml/document.ts';

const insertion = /(?<!\$)\$\{[^}]*\}?/g;

export const textNotFilled: Rule = {
  code: 'text/not-filled',
  severity: 'error',
  why: 'Titles and explanations are read before a run and in reports, where there are no values; the letters would be shown.',
  waivable: false,
  check: subject =>
    unfilledTexts(subject).flatMap(({text, path}) =>
      [...text.matchAll(insertion)].map(match => ({
        message: 'no value is put into this text',
        span: subject.document.spanWithin(path, {from: match.index, to: match.index + match[0].length, text}),
        hint: 'say it without the value, or put it into what the person is asked or told to do',
      })),
    ),
};

type Placed = {readonly text: string; readonly path: DocumentPath};

/** What people read, wherever it stands, unless it was noted as a text that values go into, or that is code. */
const unfilledTexts = ({document, uses}: Subject): readonly Placed[] => {
  const suspects = textsIn(document.data, []).filter(({path}) => isForPeople(path));
  if (suspects.length === 0) {
    return [];
  }
  const noted = new Set(uses.flatMap(({source, path}) => (source.includes('${') ? [JSON.stringify(path)] : [])));
  return suspects.filter(({path}) => !noted.has(JSON.stringify(path)));
};

const textsIn = (value: Json | undefined, path: DocumentPath): readonly Placed[] => {
  if (typeof value === 'string') {
    return value.includes('${') ? [{text: value, path}] : [];
  }
  if (isSequence(value)) {
    return value.flatMap((item, index) => textsIn(item, [...path, index]));
  }
  return isMapping(value) ? Object.entries(value).flatMap(([key, member]) => textsIn(member, [...path, key])) : [];
};

/** One text may stand in the place of a list or of a branch; what a drill assumes is a value and no text. */
const isForPeople = (path: DocumentPath): boolean => {
  const named = path.filter(key => typeof key === 'string');
  const isBranch = named.at(-2) === 'branches' && path.at(-1) === named.at(-1);
  return !named.includes('drill') && (isBranch || forPeople.has(named.at(-1) ?? ''));
};

/** Fields that hold words for people, whatever they belong to. */
const forPeople: ReadonlySet<string> = new Set([
  'title',
  'heading',
  'summary',
  'why',
  'danger',
  'evidence',
  'symptom',
  'check',
  'then',
  'text',
  'ask',
  'url',
  'reason',
]);
