/** An expression that uses a name that is not there, or puts together what does not go together. */
import type {Environment} from '@marcbachmann/cel-js';
import {didYouMean} from '../../diagnostics/nearest.ts';
import {checking, namesIn, type Surroundings} from '../cel-environment.ts';
import {checkExpression, type ExpressionProblem} from '../expression.ts';
import {expressionsIn} from '../expressions-in.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import {unknownReferences} from './unknown-reference.ts';

export const expressionType: Rule = {
  code: 'expression/type',
  severity: 'error',
  why: 'It would fail on every run, at the step that needs it.',
  waivable: false,
  check: subject => {
    const environments = new Map<Surroundings, Environment>();
    const environmentOf = (around: Surroundings): Environment => {
      const environment = environments.get(around) ?? checking(subject.runbook.inputs, around);
      environments.set(around, environment);
      return environment;
    };
    return subject.uses.flatMap(use => problemsOf(use, subject, environmentOf(use.around)));
  },
};

const problemsOf = (use: Use, subject: Subject, environment: Environment): readonly Finding[] =>
  // A name that is not there has a sentence of its own.
  unknownReferences(use, subject).length > 0
    ? []
    : expressionsIn(use).flatMap(({expression, offset}) => {
        const checked = checkExpression(expression, environment);
        const problem = checked.ok ? resultProblem(use, checked.value) : checked.reason;
        if (problem === undefined || problem.kind === 'syntax') {
          return [];
        }
        const part = {from: problem.from + offset, to: problem.to + offset, text: use.source};
        const {message} = problem;
        return [{message, span: subject.document.spanWithin(use.path, part), hint: hintFor(problem, expression, use)}];
      });

/** What the place makes of the result. */
const resultProblem = ({form, source, gives}: Use, type: string): ExpressionProblem | undefined => {
  return fits(gives, form, type)
    ? undefined
    : {message: `this must give ${wanted[gives]}, but gives ${nameOf(type)}`, from: 0, to: source.length, kind: 'type'};
};

const wanted: {readonly [What in Use['gives']]: string} = {
  bool: 'true or false',
  list: 'a list',
  text: 'a text',
  anything: 'a value',
};

const fits = (gives: Use['gives'], form: Use['form'], type: string): boolean => {
  switch (gives) {
    case 'bool':
      return ['bool', 'dyn'].includes(type);
    case 'list':
      return /^(?:list|dyn)\b/.test(type);
    case 'text':
      return isWritable(form, type);
    case 'anything':
      return true;
  }
};

/** Lists have a meaning in an argv, where they become several words. */
const isWritable = (form: Use['form'], type: string): boolean =>
  form === 'expression' ? ['string', 'dyn'].includes(type) : !/^(?:map|type|bytes)\b/.test(type);

const nameOf = (type: string): string =>
  ({
    'google.protobuf.Timestamp': 'a time',
    'google.protobuf.Duration': 'a duration',
    string: 'a text',
    int: 'a number',
    double: 'a number',
  })[type] ?? `a ${type}`;

const hintFor = ({kind, from, to}: ExpressionProblem, expression: string, {around}: Use): string | undefined =>
  kind === 'unknown-name' ? didYouMean(expression.slice(from, to), namesIn(around)) : undefined;
