/** An expression that uses a name that is not there, or puts together what does not go together. */
import {didYouMean} from '../../diagnostics/nearest.ts';
import {namesIn} from '../expressions/cel-environment.ts';
import {declaredMisfit, misreadTexts} from '../expressions/declared-misfits.ts';
import type {ExpressionProblem} from '../expressions/expression.ts';
import {valueHint} from '../expressions/expression-words.ts';
import {expressionsIn, type PlacedExpression} from '../expressions/expressions-in.ts';
import {misfitOf} from '../expressions/fitting-types.ts';
import {type GivenTypes, givenTypes} from '../expressions/given-types.ts';
import {literalProblems} from '../expressions/literal-arguments.ts';
import {checkTyped, type TypesOf} from '../expressions/typed-expression.ts';
import type {ValueTypes} from '../expressions/value-types.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import type {Expression} from '../runbook.ts';
import {readsUnknown} from './unknown-reference.ts';

export const expressionType: Rule = {
  code: 'expression/type',
  severity: 'error',
  why: 'It would fail on every run, at the step that needs it.',
  waivable: false,
  check: subject => {
    const check = checkOnce(subject);
    const {uses, document} = subject;
    return [
      ...uses.flatMap(use => problemsOf(use, subject, check)),
      ...misreadTexts(uses).map(({use, misfit}) => ({...misfit, span: document.valueSpan(use.path)})),
    ];
  },
};

type Check = (expression: Expression, use: Use) => ReturnType<typeof checkTyped>;

/** Most expressions of a runbook are the same few inputs, written again in every step. */
const checkOnce = ({runbook}: Subject): Check => {
  const types = givenTypes(runbook);
  const known = new Map<ValueTypes, {readonly typesOf: TypesOf; readonly checks: Map<string, ReturnType<Check>>}>();
  return (expression, use) => {
    const item = itemAt(use, types);
    const here = known.get(item) ?? {typesOf: types.typesFor(item), checks: new Map<string, ReturnType<Check>>()};
    known.set(item, here);
    const key = `${use.around} ${expression}`;
    const checked = here.checks.get(key) ?? checkTyped(expression, types.environmentFor(use.around), here.typesOf);
    here.checks.set(key, checked);
    return checked;
  };
};

/** The list of a loop, the condition of a step and its confirmation are looked at before there is an item of its own. */
const itemAt = ({step, path}: Use, {itemOf}: GivenTypes): ValueTypes => {
  const item = step === undefined ? undefined : itemOf(step);
  return path.at(-1) === 'when' || path.at(-2) === 'each' || path.at(-2) === 'confirm' ? item?.around : item?.own;
};

const problemsOf = (use: Use, subject: Subject, check: Check): readonly Finding[] =>
  // A name that is not there has a sentence of its own.
  readsUnknown(use, subject)
    ? []
    : expressionsIn(use).flatMap(placed =>
        problemsIn(placed, {use, subject, check}).map(({message, hint, from, to}) => ({
          message,
          hint,
          span: subject.document.spanWithin(use.path, {
            from: from + placed.offset,
            to: to + placed.offset,
            text: use.source,
          }),
        })),
      );

type Place = {readonly use: Use; readonly subject: Subject; readonly check: Check};
type Problem = Omit<ExpressionProblem, 'kind'>;

const problemsIn = (placed: PlacedExpression, {use, subject, check}: Place): readonly Problem[] => {
  const {expression} = placed;
  const checked = check(expression, use);
  if (!checked.ok) {
    const {reason} = checked;
    return reason.kind === 'syntax' ? [] : [{...reason, hint: hintFor(reason, expression, use)}];
  }
  const literals = literalProblems(expression);
  const misfit =
    misfitOf(use, placed, checked.value) ?? declaredMisfit(placed, use, {types: checked.value, ...subject});
  return misfit === undefined ? literals : [...literals, {...misfit, from: 0, to: expression.length}];
};

const hintFor = ({kind, hint, from, to}: ExpressionProblem, expression: string, {around}: Use): string => {
  const name = expression.slice(from, to);
  return kind === 'unknown-name' && valueHint(name) === undefined ? (didYouMean(name, namesIn(around)) ?? hint) : hint;
};
