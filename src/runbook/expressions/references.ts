/** What an expression reads, found in its syntax tree: `steps.a.outputs.x`, `inputs.table`, `rows`. */
import type {ASTNode} from '@marcbachmann/cel-js';
import type {Span} from '../../diagnostics/span.ts';

export type Reference = {
  /** The name and the members that are known from the text alone: `['steps', 'a', 'outputs', 'x']`. */
  readonly path: readonly string[];
  /** Offsets within the expression. */
  readonly from: number;
  readonly to: number;
  /** The same of each member of the path, so that the one that is wrong can be shown. */
  readonly members: readonly Span[];
};

/** All references of a tree, in the order of the text. Names that a macro binds (`rows.all(r, r.n > 0)`) are none. */
export const referencesIn = (ast: ASTNode): readonly Reference[] => {
  const found: Reference[] = [];
  collect(ast, new Set(), found);
  return found;
};

/** Calls back for every node of a tree. */
export const walkAst = (ast: ASTNode, visit: (node: ASTNode) => void): void => {
  visit(ast);
  for (const child of childrenOf(ast)) {
    walkAst(child, visit);
  }
};

/** The name and the members of a node that reads something which the text alone says; nothing for others. */
export const pathOf = (node: ASTNode): readonly string[] | undefined => {
  const chain = chainOf(node);
  return chain === undefined || chain.closed ? undefined : chain.path;
};

/** Functions that bind a name and look at each item. */
export const macros: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

const collect = (node: ASTNode, bound: ReadonlySet<string>, found: Reference[]): void => {
  const chain = chainOf(node);
  if (chain !== undefined) {
    const {path, from, to, members, rest} = chain;
    if (!bound.has(path[0] ?? '')) {
      found.push({path, from, to, members});
    }
    for (const other of rest) {
      collect(other, bound, found);
    }
    return;
  }
  if (node.op === 'rcall' && macros.has(node.args[0])) {
    const [, receiver, [variable, ...bodies]] = node.args;
    collect(receiver, bound, found);
    const inside = variable?.op === 'id' ? new Set([...bound, variable.args]) : bound;
    for (const body of bodies) {
      collect(body, inside, found);
    }
    return;
  }
  for (const child of childrenOf(node)) {
    collect(child, bound, found);
  }
};

type Chain = {
  readonly path: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly members: readonly Span[];
  /** Index expressions on the way, which read something themselves. */
  readonly rest: readonly ASTNode[];
  /** An index that is computed ends what is known of the path. */
  readonly closed: boolean;
};

const chainOf = (node: ASTNode): Chain | undefined => {
  if (node.op === 'id') {
    const span = {from: node.start, to: node.end};
    return {path: [node.args], ...span, members: [span], rest: [], closed: false};
  }
  if (node.op === '.') {
    const inner = chainOf(node.args[0]);
    const [, name] = node.args;
    const member = {from: node.end - name.length, to: node.end};
    const longer = inner && !inner.closed && {path: [...inner.path, name], members: [...inner.members, member]};
    return inner && {...inner, to: node.end, ...longer};
  }
  if (node.op === '[]') {
    const inner = chainOf(node.args[0]);
    const index = node.args[1];
    if (inner !== undefined && !inner.closed && index.op === 'value' && typeof index.args === 'string') {
      const member = {from: index.start, to: index.end};
      return {...inner, to: node.end, path: [...inner.path, index.args], members: [...inner.members, member]};
    }
    return inner && {...inner, to: node.end, closed: true, rest: [...inner.rest, index]};
  }
  return undefined;
};

/** What stands directly within a node. */
export const childrenOf = (node: ASTNode): readonly ASTNode[] => {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'list':
      return node.args;
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    case '[]':
    case '[?]':
    case '?:':
    case '||':
    case '&&':
    case '!=':
    case '==':
    case 'in':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return node.args;
  }
};
