/** How much of an expression can be told while a part of what it reads does not exist yet. */
import type {ASTNode} from '@marcbachmann/cel-js';
import type {Expression} from '../runbook.ts';
import {treeOf} from './expression.ts';
import {type Reference, referencesIn} from './references.ts';

/** `told`: evaluating this gives what the whole would give. `open`: this is what is left, and what it waits for. */
export type Part =
  | {readonly is: 'told'; readonly expression: Expression}
  | {readonly is: 'open'; readonly expression: Expression; readonly waitsFor: readonly string[]};

export type Telling = {
  /** What a reference waits for; nothing where its value is there. */
  readonly waitsFor: (reference: Reference) => readonly string[];
  /** Evaluates a condition whose values are all there; nothing where that fails. */
  readonly tell: (condition: Expression) => boolean | undefined;
};

/**
 * Takes an expression as far as it can be told. `a && b` is false as soon as one of them is, `a || b` true, and of `c ? a : b`
 * only the branch counts that the condition takes (Kleene's three-valued logic); anything else waits for all that it reads.
 */
export const partOf = (expression: Expression, telling: Telling): Part => {
  const tree = treeOf(expression);
  if (tree === undefined || waitingIn(tree, telling).length === 0) {
    // What cannot be read is found by whoever evaluates it.
    return {is: 'told', expression};
  }
  const truth = truthOf(tree, telling);
  return truth === undefined ? leftOf(tree, {expression, telling}) : {is: 'told', expression: String(truth)};
};

const waitingIn = (tree: ASTNode, {waitsFor}: Telling): readonly string[] => [
  ...new Set(referencesIn(tree).flatMap(waitsFor)),
];

/** Whether it is true, as far as that can be told of a condition. */
const truthOf = (node: ASTNode, telling: Telling): boolean | undefined => {
  if (waitingIn(node, telling).length === 0) {
    const written = writtenAs(node);
    return written === undefined ? undefined : telling.tell(written);
  }
  switch (node.op) {
    case '&&':
    case '||': {
      const decides = node.op === '||';
      const [one, other] = node.args.map(side => truthOf(side, telling));
      return one === decides || other === decides
        ? decides
        : one === undefined || other === undefined
          ? undefined
          : one;
    }
    case '!_': {
      const truth = truthOf(node.args, telling);
      return truth === undefined ? undefined : !truth;
    }
    case '?:': {
      const taken = takenOf(node, telling);
      return taken && truthOf(taken, telling);
    }
    default:
      return undefined;
  }
};

/** The branch of a `c ? a : b` whose condition can be told. */
const takenOf = (node: Extract<ASTNode, {op: '?:'}>, telling: Telling): ASTNode | undefined => {
  const [condition, one, other] = node.args;
  const truth = truthOf(condition, telling);
  return truth === undefined ? undefined : truth ? one : other;
};

const leftOf = (
  node: ASTNode,
  {expression, telling}: {readonly expression: Expression; readonly telling: Telling},
): Part => {
  const waitsFor = waitingIn(node, telling);
  if (waitsFor.length === 0) {
    return {is: 'told', expression};
  }
  const taken = node.op === '?:' ? takenOf(node, telling) : undefined;
  const written = taken && writtenAs(taken);
  return taken && written !== undefined
    ? leftOf(taken, {expression: written, telling})
    : {is: 'open', expression, waitsFor};
};

/** A node as it stands in the text. The tree's offsets leave out brackets at its ends, so those are looked for around it. */
const writtenAs = ({input, start, end}: ASTNode): string | undefined => {
  let [from, to] = [start, end];
  const {closing, opening} = unmatched(input.slice(start, end));
  for (let left = closing; left > 0; left -= 1) {
    from = input.lastIndexOf('(', from - 1);
    if (
      from < 0 ||
      input
        .slice(from + 1, start)
        .trim()
        .replaceAll('(', '')
        .trim() !== ''
    ) {
      return undefined;
    }
  }
  for (let left = opening; left > 0; left -= 1) {
    to = input.indexOf(')', to) + 1;
    if (to === 0 || input.slice(end, to).replaceAll(')', '').trim() !== '') {
      return undefined;
    }
  }
  return input.slice(from, to);
};

/** How many brackets close that were not opened, and how many are not closed; those in quoted texts are letters. */
const unmatched = (text: string): {readonly closing: number; readonly opening: number} => {
  let [closing, opening] = [0, 0];
  for (const [piece] of text.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[()]/g)) {
    if (piece === '(') {
      opening += 1;
    } else if (piece === ')' && opening > 0) {
      opening -= 1;
    } else if (piece === ')') {
      closing += 1;
    }
  }
  return {closing, opening};
};
