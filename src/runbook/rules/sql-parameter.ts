/** A place in SQL that nobody gives a value for, and a value that no place asks for: of a map that stops nothing. */
import {type Lines, readLines} from '../../diagnostics/lines.ts';
import type {SqlTexts} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import {type ParameterProblem, parameterProblems} from '../texts/sql-parameters.ts';

export const sqlParameter: Rule = {
  code: 'sql/parameter',
  severity: 'error',
  why: 'A statement that asks for a value which nobody gives is refused; one of a list that nothing asks for puts the places of the others in doubt.',
  waivable: false,
  evenInPart: true,
  check: subject => subject.sqlTexts.flatMap(texts => findingsOf(texts, subject, ({isLeftOver}) => !isLeftOver)),
};

export const sqlUnusedParameter: Rule = {
  code: 'sql/unused-parameter',
  severity: 'warning',
  why: 'A value that nothing asks for is left over from another statement, or its name is misspelt in this one.',
  waivable: true,
  evenInPart: true,
  check: subject =>
    subject.sqlTexts.flatMap(texts => findingsOf(texts, subject, ({isLeftOver}) => isLeftOver === true)),
};

const findingsOf = (
  texts: SqlTexts,
  subject: Subject,
  isMeant: (problem: ParameterProblem) => boolean,
): readonly Finding[] => {
  const all = texts.statements.map(({text}) => text);
  const lines = new Map<string, Lines>();
  const lineOf = (text: string, offset: number): number => {
    const known = lines.get(text) ?? readLines(text);
    lines.set(text, known);
    return known.position(offset).line;
  };
  return parameterProblems(all, texts.params)
    .filter(isMeant)
    .map(problem => placed(problem, {texts, document: subject.document, lineOf}));
};

type Place = {
  readonly texts: SqlTexts;
  readonly document: Subject['document'];
  readonly lineOf: (text: string, offset: number) => number;
};

const placed = ({message, hint, at}: ParameterProblem, {texts, document, lineOf}: Place): Finding => {
  const {path, statements} = texts;
  if ('parameter' in at) {
    const place = [...path, 'params', at.parameter];
    const isNamed = typeof at.parameter === 'string';
    return {message, hint, span: isNamed ? document.keySpan(place) : document.valueSpan(place)};
  }
  const {text, path: where, file} = statements[at.statement] ?? {text: '', path};
  return file === undefined
    ? {message, hint, span: document.spanWithin(where, {from: at.from, to: at.to, text})}
    : {message: `${message} (${file}, line ${lineOf(text, at.from)})`, hint, span: document.valueSpan(where)};
};
