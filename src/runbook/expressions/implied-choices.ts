/** What a condition says about the branches that were chosen: `steps.way.choice == 'dump' && …` holds only after `dump`. */
import type {ASTNode} from '@marcbachmann/cel-js';
import type {Expression} from '../runbook.ts';
import {treeOf} from './expression.ts';
import {pathOf, walkAst} from './references.ts';

/** Where the condition holds, one of these branches of the decision was chosen. */
export type ImpliedChoice = {readonly decision: string; readonly branches: readonly string[]};

/** All that follows from a condition that holds. */
export const impliedChoices = (condition: Expression): readonly ImpliedChoice[] => {
  const tree = treeOf(condition);
  return tree === undefined ? [] : implied(tree);
};

/** What is certain where a place of an expression is evaluated: the rest of its `&&`, and the question of its `?:`. */
export const choicesAround = (expression: Expression, at: number): readonly ImpliedChoice[] => {
  const tree = treeOf(expression);
  const found: ImpliedChoice[] = [];
  const isIn = ({start, end}: ASTNode): boolean => start <= at && at < end;
  if (tree !== undefined) {
    walkAst(tree, node => {
      if (node.op === '&&' && isIn(node)) {
        found.push(...node.args.flatMap(implied));
      } else if (node.op === '?:' && isIn(node.args[1])) {
        found.push(...implied(node.args[0]));
      }
    });
  }
  return found;
};

const implied = (node: ASTNode): readonly ImpliedChoice[] => {
  switch (node.op) {
    case '&&':
      return node.args.flatMap(implied);
    case '||': {
      const [one, other] = node.args.map(implied);
      return (one ?? []).flatMap(({decision, branches}) =>
        (other ?? [])
          .filter(choice => choice.decision === decision)
          .map(choice => ({decision, branches: [...branches, ...choice.branches]})),
      );
    }
    case '==': {
      const [one, other] = node.args;
      return [...chosen(one, [other]), ...chosen(other, [one])];
    }
    case 'in': {
      const [one, list] = node.args;
      return list.op === 'list' ? chosen(one, list.args) : [];
    }
    default:
      return [];
  }
};

const chosen = (node: ASTNode, values: readonly ASTNode[]): readonly ImpliedChoice[] => {
  const [root, decision, member, ...more] = pathOf(node) ?? [];
  const branches = values.flatMap(value =>
    value.op === 'value' && typeof value.args === 'string' ? [value.args] : [],
  );
  return root === 'steps' &&
    decision !== undefined &&
    member === 'choice' &&
    more.length === 0 &&
    branches.length === values.length
    ? [{decision, branches}]
    : [];
};
