/** An input that may be empty, put where there must be a value. */
import {referencesOf} from '../expressions/expression.ts';
import {expressionsIn, type PlacedExpression} from '../expressions/expressions-in.ts';
import {isAlone} from '../expressions/fitting-types.ts';
import {type Declared, inputOfMember, wholeInput} from '../expressions/known-types.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import {splitWords} from '../texts/split-words.ts';

export const mayBeNull: Rule = {
  code: 'text/may-be-null',
  severity: 'error',
  why: 'An optional input that nobody gives is null, which is no text: the run would hold at the step that needs it.',
  waivable: true,
  check: subject => {
    const looked = lookedAt(subject);
    return subject.uses.flatMap(use =>
      expressionsIn(use).flatMap(placed => findingsOf(use, placed, {subject, looked})),
    );
  },
};

type Place = {
  readonly subject: Subject;
  /** What conditions read, by paths: who looks at it before the value is needed knows that it may be empty. */
  readonly looked: ReadonlySet<string>;
};

/** A condition that is nothing but the input itself looks at nothing. */
const lookedAt = ({uses, runbook}: Subject): ReadonlySet<string> =>
  new Set(
    uses
      .filter(({form, into, source}) => form === 'expression' && into === 'decision' && !wholeInput(source, runbook))
      .flatMap(({source}) => referencesOf(source))
      .flatMap(({path}) => path.map((_, index) => path.slice(0, index + 1).join('.'))),
  );

const findingsOf = (use: Use, placed: PlacedExpression, {subject, looked}: Place): readonly Finding[] => {
  const {runbook, document} = subject;
  const {expression, offset} = placed;
  const lack = lackOf(wholeInput(expression, runbook), use, placed) ?? lackOfMember(expression, use, subject);
  return lack === undefined || looked.has(lack.path)
    ? []
    : [
        {
          message: lack.message,
          span: document.spanWithin(use.path, {from: offset, to: offset + expression.length, text: use.source}),
          hint: lack.hint,
        },
      ];
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

type Need = 'text' | 'target' | 'program' | 'bool' | 'list' | 'branch';

const needs: {readonly [N in Need]: {readonly no: string; readonly instead: (path: string) => string}} = {
  text: {no: 'null is no text', instead: path => `write \${${path} == null ? '' : ${path}}, or `},
  target: {no: 'null is no text', instead: path => `give the step when: ${path} != null, or `},
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
  return gives === 'words' && isFirstWord(use, placed) ? 'program' : undefined;
};

/** The words stand in a list, or in one text. */
const isFirstWord = ({path, source}: Use, {offset}: PlacedExpression): boolean => {
  if (typeof path.at(-1) === 'number') {
    return path.at(-1) === 0;
  }
  const words = splitWords(source);
  return words.ok && words.value[0] !== undefined && offset < words.value[0].to;
};

/** Nothing of what is null can be read. */
const lackOfMember = (expression: string, {form}: Use, {runbook}: Subject): Lack | undefined => {
  const input = form === 'text' ? inputOfMember(expression, runbook) : undefined;
  return input?.mayBeNull === true
    ? {
        path: input.path,
        message: `${input.name} is optional, and null has no ${input.member}`,
        hint: `give the step when: ${input.path} != null, or give it a default`,
      }
    : undefined;
};
