/** An input that may be empty, put into a text that needs a value. */
import {expressionsIn} from '../expressions-in.ts';
import {type Declared, wholeInput} from '../known-types.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';

export const mayBeNull: Rule = {
  code: 'text/may-be-null',
  severity: 'error',
  why: 'An optional input that nobody gives is null, which is no text: the run would hold at the step that needs it.',
  waivable: true,
  check: subject => {
    const conditions = subject.uses
      .filter(({form, into}) => form === 'expression' && into === 'decision')
      .map(({source}) => source);
    return subject.uses.filter(needsText).flatMap(use => findingsOf(use, subject, conditions));
  },
};

/** Elsewhere null is a value, or leaves the word or the header out. */
const needsText = ({form, gives, source}: Use): boolean =>
  form === 'text' && (['text', 'time', 'connection'].includes(gives) || !/^\$\{[^}]*\}$/.test(source));

const findingsOf = (use: Use, {runbook, document}: Subject, conditions: readonly string[]): readonly Finding[] =>
  expressionsIn(use).flatMap(({expression, offset}) => {
    const input = wholeInput(expression, runbook);
    // Who looks at it before the text is needed knows that it may be empty.
    return input?.mayBeNull === true && !conditions.some(condition => condition.includes(expression.trim()))
      ? [finding(input, expression.trim(), document.spanWithin(use.path, place(use, expression, offset)))]
      : [];
  });

const place = ({source}: Use, {length}: string, offset: number) => ({
  from: offset,
  to: offset + length,
  text: source,
});

const finding = ({name}: Declared, expression: string, span: Finding['span']): Finding => ({
  message: `${name} is optional, and null is no text`,
  span,
  hint: `write \${${expression} == null ? '' : ${expression}}, or give it a default`,
});
