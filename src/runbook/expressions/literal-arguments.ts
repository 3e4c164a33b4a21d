/** Texts in an expression that a function will refuse on every run: a pattern, a duration, a time. */
import type {ASTNode} from '@marcbachmann/cel-js';
import type {Expression} from '../runbook.ts';
import {linearMatches} from './cel-environment.ts';
import {type ExpressionProblem, evaluate, treeOf} from './expression.ts';
import {walkAst} from './references.ts';

/** Every literal that its function cannot use, with what it says about it. */
export const literalProblems = (expression: Expression): readonly ExpressionProblem[] => {
  const problems: ExpressionProblem[] = [];
  const tree = treeOf(expression);
  if (tree !== undefined) {
    walkAst(tree, node => {
      const call = literalCall(node, expression);
      const called = call && evaluate(call.alone, {});
      if (call && called?.ok === false) {
        const message = call.sentence ?? called.reason.replace(/ \(in [\s\S]*\)$/, '');
        problems.push({message, hint: call.hint, from: call.text.start, to: call.text.end, kind: 'type'});
      }
    });
  }
  return problems;
};

type Call = {
  readonly text: ASTNode;
  /** The call by itself, as an expression. */
  readonly alone: Expression;
  /** Instead of what the function says. */
  readonly sentence: string | undefined;
  readonly hint: string;
};

type Taken = {
  /** What the text must be. */
  readonly what?: string;
  readonly hint: string;
};

const taken: {readonly [name: string]: Taken} = {
  span: {what: 'duration', hint: 'write it like 90s, 15m, 1h30m or 1d'},
  duration: {what: 'duration', hint: "write it like 90s, 15m or 1h30m; span('1d') takes days too"},
  timestamp: {what: 'time', hint: 'write it like 2026-11-24T02:47:00Z'},
  [linearMatches]: {hint: 'write it with letters, . * + ? | [a-z] and groups'},
};

const literalCall = (node: ASTNode, expression: Expression): Call | undefined => {
  if (node.op !== 'call' && node.op !== 'rcall') {
    return undefined;
  }
  const [name] = node.args;
  const [text] = node.op === 'call' ? node.args[1] : node.args[2];
  const use = taken[name];
  if (use === undefined || text?.op !== 'value' || typeof text.args !== 'string') {
    return undefined;
  }
  const written = expression.slice(text.start, text.end);
  const {what, hint} = use;
  return {
    text,
    alone: node.op === 'call' ? `${name}(${written})` : `''.matches(${written})`,
    sentence: what && `${written} is no ${what}`,
    hint,
  };
};
