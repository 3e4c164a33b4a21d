/** Where an expression fails for a value that is null, as `inputs.note.trim()` and `inputs.n + 1` do, and where it asks for null. */
import type {ASTNode} from '@marcbachmann/cel-js';
import type {Expression} from '../runbook.ts';
import {linearMatches} from './cel-environment.ts';
import {treeOf} from './expression.ts';
import {impliedValues} from './implied-values.ts';
import {childrenOf, macros, pathOf} from './references.ts';

/** What cannot be done with null, in words; a list or a yes or no can be given instead. */
export type Lack = {readonly no: string; readonly wants?: 'bool' | 'list'};

export type NullReadings = {
  /** Readings that nothing within the expression guards. */
  readonly failing: readonly (Lack & {readonly path: string; readonly from: number; readonly to: number})[];
  /** The paths that it reads as values which may be null. */
  readonly asked: ReadonlySet<string>;
};

/** What an expression does with the paths that may be null. */
export const nullReadings = (expression: Expression, paths: ReadonlySet<string>): NullReadings => {
  const tree = treeOf(expression);
  const found: Found = {paths, failing: [], asked: new Set(), unclear: new Set()};
  if (tree !== undefined) {
    visit(tree, found, {isCondition: true, there: []});
  }
  // Whoever asks in another way than those that are understood may know it all the same.
  return {failing: found.failing.filter(({path}) => !found.unclear.has(path)), asked: found.asked};
};

type Found = {
  readonly paths: ReadonlySet<string>;
  readonly failing: NullReadings['failing'][number][];
  readonly asked: Set<string>;
  readonly unclear: Set<string>;
};

type Place = {
  /** Whether all that is around decides by it, so that what it says of null is understood. */
  readonly isCondition: boolean;
  /** What is not null here. */
  readonly there: readonly string[];
};

const visit = (node: ASTNode, found: Found, place: Place): void => {
  for (const {child, lack, isCondition = false, implied = []} of partsOf(node)) {
    const path = pathOf(child)?.join('.');
    const there = [...place.there, ...implied];
    if (path === undefined || !found.paths.has(path)) {
      visit(child, found, {there, isCondition: isCondition && place.isCondition});
    } else if (lack === undefined) {
      found.asked.add(path);
      if (!(place.isCondition && comparing.has(node.op))) {
        found.unclear.add(path);
      }
    } else if (!there.includes(path)) {
      found.failing.push({...lack, path, from: child.start, to: child.end});
    }
  }
};

const comparing: ReadonlySet<ASTNode['op']> = new Set(['==', '!=', 'in']);

type Part = {
  readonly child: ASTNode;
  /** Why it cannot be null; nothing where it can. */
  readonly lack?: Lack;
  readonly isCondition?: boolean;
  /** What is not null where it counts, whichever side is looked at first: what fails beside a side that decides does no harm. */
  readonly implied?: readonly string[];
};

const noCondition: Lack = {no: 'null is neither true nor false', wants: 'bool'};
const noList: Lack = {no: 'null is no list', wants: 'list'};

const partsOf = (node: ASTNode): readonly Part[] => {
  switch (node.op) {
    case '&&':
    case '||': {
      const [one, other] = node.args;
      const side = {lack: noCondition, isCondition: true};
      const isAnd = node.op === '&&';
      return [
        {...side, child: one, implied: impliedValues(other, isAnd)},
        {...side, child: other, implied: impliedValues(one, isAnd)},
      ];
    }
    case '!_':
      return [{child: node.args, lack: noCondition, isCondition: true}];
    case '?:': {
      const [question, yes, no] = node.args;
      return [
        {child: question, lack: noCondition, isCondition: true},
        {child: yes, implied: impliedValues(question, true)},
        {child: no, implied: impliedValues(question, false)},
      ];
    }
    case '.':
      return [{child: node.args[0], lack: {no: `null has no ${node.args[1]}`}}];
    case '[]':
      return node.args.map((child, index) => ({
        child,
        lack: {no: index === 0 ? 'null has no members' : 'null is no place in a list'},
      }));
    case 'in':
      return [{child: node.args[0]}, {child: node.args[1], lack: noList}];
    case 'call':
    case 'rcall':
      return partsOfCall(node);
    default: {
      const lack = strict.has(node.op) ? {no: `null does not go with ${node.op.replace('_', '')}`} : undefined;
      return childrenOf(node).map(child => ({child, ...(lack && {lack})}));
    }
  }
};

const strict: ReadonlySet<ASTNode['op']> = new Set(['+', '-', '*', '/', '%', '<', '<=', '>', '>=', '-_']);

/** Functions that take anything, or look at how their argument is written. */
const takingNull: ReadonlySet<string> = new Set(['type', 'dyn', 'bind']);

const partsOfCall = (node: Extract<ASTNode, {op: 'call' | 'rcall'}>): readonly Part[] => {
  const name = node.args[0] === linearMatches ? 'matches' : node.args[0];
  if (name === 'has') {
    return [];
  }
  const lack = takingNull.has(name) ? {} : {lack: {no: `${name}() takes no null`}};
  if (node.op === 'call') {
    return node.args[1].map(child => ({child, ...lack}));
  }
  const [, receiver, args] = node.args;
  if (!macros.has(name)) {
    return [{child: receiver, lack: {no: `null has no ${name}()`}}, ...args.map(child => ({child, ...lack}))];
  }
  const [variable, ...bodies] = args;
  // A name that the macro binds hides what is called so outside.
  const isHidden = variable?.op === 'id' && ['inputs', 'steps'].includes(variable.args);
  return [{child: receiver, lack: noList}, ...(isHidden ? [] : bodies.map(child => ({child})))];
};
