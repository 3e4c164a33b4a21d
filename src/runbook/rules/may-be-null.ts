/** An input that may be empty, put where there must be a value. */

import type {Span} from '../../diagnostics/span.ts';
import {drillAt} from '../drill-variants.ts';
import {treeOf} from '../expressions/expression.ts';
import {expressionsIn, type PlacedExpression} from '../expressions/expressions-in.ts';
import {isAlone} from '../expressions/fitting-types.ts';
import {type Declared, pathsOfNull, wholeInput} from '../expressions/known-types.ts';
import {type NullReadings, nullReadings} from '../expressions/null-readings.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Expression} from '../runbook.ts';
import {splitWords} from '../texts/split-words.ts';

export const mayBeNull: Rule = {
  code: 'text/may-be-null',
  severity: 'error',
  why: 'An optional input that nobody gives is null, which is no text: the run would hold at the step that needs it.',
  waivable: true,
  check: subject => {
    const paths = pathsOfNull(subject.runbook);
    if (paths.size === 0) {
      return [];
    }
    const readingsOf = readOnce(paths);
    const looked = lookedAt(subject, readingsOf);
    return subject.uses.flatMap(use =>
      expressionsIn(use).flatMap(placed => findingsOf(use, placed, {subject, looked, readingsOf})),
    );
  },
};

type Place = {
  readonly subject: Subject;
  /** What conditions ask for, by paths: who looks at it before the value is needed knows that it may be empty. */
  readonly looked: ReadonlySet<string>;
  readonly readingsOf: (expression: Expression) => NullReadings;
};

/** Most expressions of a runbook are the same few, written again in every step. */
const readOnce = (paths: ReadonlySet<string>): Place['readingsOf'] => {
  const known = new Map<Expression, NullReadings>();
  return expression => {
    const readings = known.get(expression) ?? nullReadings(expression, paths);
    known.set(expression, readings);
    return readings;
  };
};

/** A condition that is nothing but the input itself asks for nothing, nor does one that fails without it. */
const lookedAt = ({uses}: Subject, readingsOf: Place['readingsOf']): ReadonlySet<string> =>
  new Set(
    uses
      .filter(({form, into, source}) => form === 'expression' && (into === 'decision' || saysYesOrNo(source)))
      .flatMap(({source}) => [...readingsOf(source).asked]),
  );

/** Such a value may be what conditions ask for. */
const saysYesOrNo = (expression: Expression): boolean =>
  ['==', '!=', '&&', '||', '!_', 'in'].includes(treeOf(expression)?.op ?? '');

const findingsOf = (use: Use, placed: PlacedExpression, place: Place): readonly Finding[] => {
  const {runbook, document} = place.subject;
  const {expression, offset} = placed;
  const whole = lackOf(wholeInput(expression, runbook), use, placed);
  const lacks =
    whole === undefined ? lacksWithin(expression, use, place) : [{...whole, from: 0, to: expression.length}];
  return lacks
    .filter(({path}) => !place.looked.has(path) && !isGivenInDrill(path, use, place.subject))
    .map(({message, hint, from, to}) => ({
      message,
      span: document.spanWithin(use.path, {from: offset + from, to: offset + to, text: use.source}),
      hint,
    }));
};

/** A drill says what an incident may leave open. */
const isGivenInDrill = (path: string, {around, path: place}: Use, {runbook}: Subject): boolean => {
  const [root, name = ''] = path.split('.');
  const {inputs = {}, answers = {}} = drillAt(runbook, place)?.drill ?? {};
  return around.startsWith('drill') && Object.hasOwn(root === 'inputs' ? inputs : answers, name);
};

type Lack = {readonly path: string; readonly message: string; readonly hint: string};

const lackOf = (input: Declared | undefined, use: Use, placed: PlacedExpression): Lack | undefined => {
  const path = placed.expression.trim();
  const needed = input?.mayBeNull === true ? neededBy(use, placed) : undefined;
  if (input === undefined || needed === undefined) {
    return undefined;
  }
  const {no, instead} = needs[needed];
  return {
    path,
    message: `${input.name} is optional, and ${no}`,
    hint: `${instead(path)}give it a default`,
  };
};

type Need = 'text' | 'target' | 'name' | 'program' | 'bool' | 'list' | 'branch';

const needs: {readonly [N in Need]: {readonly no: string; readonly instead: (path: string) => string}} = {
  text: {no: 'null is no text', instead: path => `write \${${path} == null ? '' : ${path}}, or `},
  target: {no: 'null is no text', instead: path => `give the step when: ${path} != null, or `},
  name: {no: 'null is no name', instead: path => `give the step when: ${path} != null, or `},
  program: {no: 'without it the next word would be the program', instead: () => ''},
  bool: {no: 'null is neither true nor false', instead: path => `write ${path} == true, or `},
  list: {no: 'null is no list', instead: path => `write ${path} == null ? [] : ${path}, or `},
  branch: {no: 'null is no branch', instead: () => ''},
};

/** What a place cannot do without; elsewhere null is a value, or leaves the word or the header out. */
const neededBy = (use: Use, placed: PlacedExpression): Need | undefined => {
  const {form, gives, path, into} = use;
  if (form === 'expression') {
    return gives === 'bool' || gives === 'list' ? gives : path.at(-1) === 'choose' ? 'branch' : undefined;
  }
  if (!isAlone(use, placed) || ['text', 'time', 'connection'].includes(gives)) {
    // An empty text would be no server and no host either.
    return into === 'connection' || (into === 'argv' && gives === 'text') ? 'target' : 'text';
  }
  return neededAlone(use, placed);
};

const neededAlone = (use: Use, placed: PlacedExpression): Need | undefined => {
  switch (use.gives) {
    case 'name':
      return 'name';
    case 'words':
      return isFirstWord(use, placed) ? 'program' : undefined;
    default:
      return undefined;
  }
};

/** The words stand in a list, or in one text. */
const isFirstWord = ({path, source}: Use, {offset}: PlacedExpression): boolean => {
  if (typeof path.at(-1) === 'number') {
    return path.at(-1) === 0;
  }
  const words = splitWords(source);
  return words.ok && words.value[0] !== undefined && offset < words.value[0].to;
};

/** What fails within a larger expression. A symptom that cannot be told holds nothing. */
const lacksWithin = (
  expression: Expression,
  {form, gives, path: [part]}: Use,
  {subject: {runbook}, readingsOf}: Place,
): readonly (Lack & Span)[] =>
  part === 'symptoms' && form === 'expression'
    ? []
    : readingsOf(expression).failing.map(({path, no, wants, from, to}) => ({
        path,
        from,
        to,
        message: `${wholeInput(path, runbook)?.name ?? path} is optional, and ${no}`,
        hint: `${wants === undefined ? guarding(path, form, gives) : needs[wants].instead(path)}give it a default`,
      }));

const guarding = (path: string, form: Use['form'], gives: Use['gives']): string => {
  if (form === 'text') {
    return needs.target.instead(path);
  }
  return gives === 'bool' ? `write ${path} != null && …, or ` : `write ${path} == null ? … : …, or `;
};
