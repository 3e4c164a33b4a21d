/** An expression that uses a name that is not there, or puts together what does not go together. */
import type {Environment} from '@marcbachmann/cel-js';
import {didYouMean} from '../../diagnostics/nearest.ts';
import {checking, namesIn, type Surroundings} from '../cel-environment.ts';
import {checkExpression, type ExpressionProblem} from '../expression.ts';
import {valueHint} from '../expression-words.ts';
import {expressionsIn, type PlacedExpression} from '../expressions-in.ts';
import {misfitOf} from '../fitting-types.ts';
import {knownType, wholeInput} from '../known-types.ts';
import {literalProblems} from '../literal-arguments.ts';
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
    const checks = new Map<Surroundings, Check>();
    const checkOf = (around: Surroundings): Check => {
      const check = checks.get(around) ?? checkOnce(checking(subject.runbook.inputs, around));
      checks.set(around, check);
      return check;
    };
    return subject.uses.flatMap(use => problemsOf(use, subject, checkOf(use.around)));
  },
};

type Check = (expression: Expression) => ReturnType<typeof checkExpression>;

/** Most expressions of a runbook are the same few inputs, written again in every step. */
const checkOnce = (environment: Environment): Check => {
  const known = new Map<Expression, ReturnType<typeof checkExpression>>();
  return expression => {
    const checked = known.get(expression) ?? checkExpression(expression, environment);
    known.set(expression, checked);
    return checked;
  };
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
  const checked = check(expression);
  if (!checked.ok) {
    const {reason} = checked;
    return reason.kind === 'syntax' ? [] : [{...reason, hint: hintFor(reason, expression, use)}];
  }
  const literals = literalProblems(expression);
  const type = checked.value === 'dyn' ? (knownType(expression, subject.runbook) ?? 'dyn') : checked.value;
  const misfit = misfitOf(use, placed, type) ?? noConnection(expression, use, subject);
  return misfit === undefined ? literals : [...literals, {...misfit, from: 0, to: expression.length}];
};

/** To CEL the names of tables and of servers are texts alike. */
const noConnection = (
  expression: string,
  {gives}: Use,
  {runbook}: Subject,
): Omit<Problem, 'from' | 'to'> | undefined => {
  const input = gives === 'connection' ? wholeInput(expression, runbook) : undefined;
  return input === undefined || ['connection', 'string', 'secret', 'url'].includes(input.type)
    ? undefined
    : {
        message: `this must give a connection, but ${input.name} is declared as ${input.type}`,
        hint: 'give an input of type connection: "${inputs.database}"',
      };
};

const hintFor = ({kind, hint, from, to}: ExpressionProblem, expression: string, {around}: Use): string => {
  const name = expression.slice(from, to);
  return kind === 'unknown-name' && valueHint(name) === undefined ? (didYouMean(name, namesIn(around)) ?? hint) : hint;
};
