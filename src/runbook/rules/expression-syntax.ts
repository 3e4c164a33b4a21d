/** An expression that does not parse, or a text whose `${` is not closed. */

import {syntaxProblem} from '../expressions/expression.ts';
import {expressionsIn} from '../expressions/expressions-in.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule} from '../rule.ts';
import {parseText} from '../texts/text.ts';
import type {Document} from '../yaml/document.ts';

export const expressionSyntax: Rule = {
  code: 'expression/syntax',
  severity: 'error',
  why: 'What cannot be read now cannot be read at three in the morning either.',
  waivable: false,
  evenInPart: true,
  check: ({uses, document}) => uses.flatMap(use => [...textProblem(use, document), ...syntaxProblems(use, document)]),
};

const textProblem = ({form, source: text, path}: Use, document: Document): readonly Finding[] => {
  const parts = form === 'text' ? parseText(text) : undefined;
  if (parts === undefined || parts.ok) {
    return [];
  }
  const {message, hint, ...part} = parts.reason;
  return [{message, span: document.spanWithin(path, {...part, text}), hint}];
};

const syntaxProblems = (use: Use, document: Document): readonly Finding[] =>
  expressionsIn(use).flatMap(({expression, offset}) => {
    const problem = syntaxProblem(expression);
    if (problem === undefined) {
      return [];
    }
    const {message, from, to} = problem;
    const hint = expression[from] === '\n' ? brokenHint : problem.hint;
    return [
      {message, hint, span: document.spanWithin(use.path, {from: from + offset, to: to + offset, text: use.source})},
    ];
  });

/** An escape between double quotes is YAML's own, and is a line break before the expression is read. */
const brokenHint =
  'in double quotes YAML itself reads \\n; put the expression in single quotes: \'stdout.split("\\n")\'';
