/** Texts that an expression holds against something it reads (`steps.way.choice == 'stop'`), or that it gives itself. */
import type {ASTNode} from '@marcbachmann/cel-js';
import {pathOf, walkAst} from './references.ts';

/** A text that stands in an expression, with its offsets there. */
export type LiteralText = {readonly text: string; readonly from: number; readonly to: number};

export type ComparedText = LiteralText & {
  /** What it is held against: `['steps', 'way', 'choice']`. */
  readonly path: readonly string[];
};

/** Every text that `==`, `!=` or `in` holds against a name. */
export const comparedTexts = (ast: ASTNode): readonly ComparedText[] => {
  const found: ComparedText[] = [];
  walkAst(ast, node => {
    if (node.op === '==' || node.op === '!=') {
      const [one, other] = node.args;
      found.push(...held(one, [other]), ...held(other, [one]));
    } else if (node.op === 'in' && node.args[1].op === 'list') {
      found.push(...held(node.args[0], node.args[1].args));
    }
  });
  return found;
};

const held = (against: ASTNode, nodes: readonly ASTNode[]): readonly ComparedText[] => {
  const path = pathOf(against);
  return path === undefined ? [] : nodes.flatMap(literal).map(text => ({...text, path}));
};

/** The texts that it gives as they stand: the whole of it, or a side of `?:`. */
export const givenTexts = (node: ASTNode): readonly LiteralText[] =>
  node.op === '?:' ? [...givenTexts(node.args[1]), ...givenTexts(node.args[2])] : literal(node);

const literal = (node: ASTNode): readonly LiteralText[] =>
  node.op === 'value' && typeof node.args === 'string' ? [{text: node.args, from: node.start, to: node.end}] : [];
