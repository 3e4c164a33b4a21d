/** What a condition says about the branches that were chosen: `steps.way.choice == 'dump' && …` holds only after `dump`. */
import type {ASTNode} from '@marcbachmann/cel-js';
import type {Expression} from '../runbook.ts';
import {treeOf} from './expression.ts';
import {pathOf, walkAst} from './references.ts';

/** Where the condition holds, one of these branches of the decision was chosen. */
export type ImpliedChoice = {readonly decision: string; readonly branches: readonly string[]};

/** By decision. One set for each, however often a condition speaks of it: lists of all that is said would double with each `||`. */
type Implied = ReadonlyMap<string, ReadonlySet<string>>;

/** All that follows from a condition that holds. */
export const impliedChoices = (condition: Expression): readonly ImpliedChoice[] => {
  const tree = treeOf(condition);
  return tree === undefined ? [] : listOf(implied(tree));
};

/** What is certain where a place of an expression is evaluated: the rest of its `&&`, and the question of its `?:`. */
export const choicesAround = (expression: Expression, at: number): readonly ImpliedChoice[] => {
  const tree = treeOf(expression);
  let certain: Implied = nothing;
  const isIn = ({start, end}: ASTNode): boolean => start <= at && at < end;
  if (tree !== undefined) {
    walkAst(tree, node => {
      if (node.op === '&&' && isIn(node)) {
        certain = both(certain, implied(node));
      } else if (node.op === '?:' && isIn(node.args[1])) {
        certain = both(certain, implied(node.args[0]));
      }
    });
  }
  return listOf(certain);
};

const listOf = (all: Implied): readonly ImpliedChoice[] =>
  [...all].map(([decision, branches]) => ({decision, branches: [...branches]}));

const nothing: Implied = new Map();

/** Where both are certain. */
const both = (one: Implied, other: Implied): Implied => {
  const joined = new Map(one);
  for (const [decision, branches] of other) {
    const others = joined.get(decision);
    joined.set(decision, others === undefined ? branches : new Set([...branches].filter(branch => others.has(branch))));
  }
  return joined;
};

/** Where one of them is, and nobody knows which. */
const either = (one: Implied, other: Implied): Implied => {
  const joined = new Map<string, ReadonlySet<string>>();
  for (const [decision, branches] of one) {
    const others = other.get(decision);
    if (others !== undefined) {
      joined.set(decision, new Set([...branches, ...others]));
    }
  }
  return joined;
};

// A tree never changes, and each value that an expression reads asks for what is certain around it.
const known = new WeakMap<ASTNode, Implied>();

const implied = (node: ASTNode): Implied => {
  const found = known.get(node) ?? find(node);
  known.set(node, found);
  return found;
};

const find = (node: ASTNode): Implied => {
  switch (node.op) {
    case '&&':
      return both(implied(node.args[0]), implied(node.args[1]));
    case '||':
      return either(implied(node.args[0]), implied(node.args[1]));
    case '==': {
      const [one, other] = node.args;
      return both(chosen(one, [other]), chosen(other, [one]));
    }
    case 'in': {
      const [one, list] = node.args;
      return list.op === 'list' ? chosen(one, list.args) : nothing;
    }
    default:
      return nothing;
  }
};

const chosen = (node: ASTNode, values: readonly ASTNode[]): Implied => {
  const [root, decision, member, ...more] = pathOf(node) ?? [];
  const branches = values.flatMap(value =>
    value.op === 'value' && typeof value.args === 'string' ? [value.args] : [],
  );
  return root === 'steps' &&
    decision !== undefined &&
    member === 'choice' &&
    more.length === 0 &&
    branches.length === values.length
    ? new Map([[decision, new Set(branches)]])
    : nothing;
};
