/** The types of an expression that reads values whose types the runbook itself says: each of them is tried in its place. */
import type {Environment} from '@marcbachmann/cel-js';
import {type Result, succeed} from '../../base/result.ts';
import type {Expression} from '../runbook.ts';
import {evaluating} from './cel-environment.ts';
import {checkExpression, type ExpressionProblem, referencesOf, treeOf} from './expression.ts';
import {type Reference, walkAst} from './references.ts';
import type {ValueTypes} from './value-types.ts';

/** What is known of the beginning of a path, and how many of its members that takes; nothing where nothing is known. */
export type TypesOf = (path: readonly string[]) => {readonly types: ValueTypes; readonly members: number} | undefined;

/** An environment in which a value of any type has a name of any length. */
export type TypedEnvironment = {
  readonly nameOf: (type: string, length: number) => string | undefined;
  /** Whether so many letters more can be tried; what is left is enough for any runbook that people write. */
  readonly spend: (letters: number) => boolean;
  /** The type of an expression; `shown` is what people see of it. */
  readonly check: (expression: Expression, shown?: Expression) => ReturnType<typeof checkExpression>;
};

/** What every name begins with that stands for a value of a type. */
const marked = '__';

/** Twice the longest text: to try more of them takes longer than anybody waits for an answer. */
const lettersMax = 500_000;

/** Adds the names of types to an environment when they are first wanted. */
export const typedEnvironment = (environment: Environment): TypedEnvironment => {
  const numbers = new Map<string, number>();
  // With types in place of names, most expressions of a runbook are the same few.
  const sound = new Map<Expression, ReturnType<typeof checkExpression>>();
  let lettersLeft = lettersMax;
  return {
    spend: letters => {
      lettersLeft -= letters;
      return lettersLeft >= 0;
    },
    check: (expression, shown) => {
      const known = sound.get(expression);
      if (known !== undefined) {
        return known;
      }
      const checked = checkExpression(expression, environment, shown);
      if (checked.ok) {
        sound.set(expression, checked);
      }
      return checked;
    },
    nameOf: (type, length) => {
      const number = numbers.get(type) ?? numbers.size;
      numbers.set(type, number);
      const name = `${marked}${number.toString(36)}`.padEnd(length, '_');
      if (name.length > length) {
        return undefined;
      }
      if (!environment.hasVariable(name)) {
        environment.registerVariable(name, type);
      }
      return name;
    },
  };
};

/** Checks an expression with all types that its values may have, and gives the types that it may have itself. */
export const checkTyped = (
  expression: Expression,
  typed: TypedEnvironment,
  typesOf: TypesOf,
): Result<readonly string[], ExpressionProblem> => {
  const values = expression.includes(marked) || asksForType.test(expression) ? [] : valuesIn(expression, typesOf);
  const [first] = values;
  if (first === undefined) {
    return untyped(expression, typed);
  }
  if (isWhole(first, expression)) {
    return succeed(first.types);
  }
  const found = checkAll(expression, {typed, values});
  if (found === undefined) {
    return untyped(expression, typed);
  }
  if (found.types.length > 0) {
    // A null goes with everything there, and must not hide what is wrong elsewhere.
    const plain = found.hasNull ? untyped(expression, typed) : undefined;
    return plain?.ok === false ? plain : succeed(found.types);
  }
  const plain = untyped(expression, typed);
  const [problem, ...others] = found.problems;
  return !plain.ok || problem === undefined || [problem, ...others].some(isHarmless)
    ? plain
    : {ok: false, reason: problem};
};

/** Whoever asks of which type something is may do with each what goes with that one alone. */
const asksForType = /\btype\s*\(/;

const untyped = (expression: Expression, {check}: TypedEnvironment): Result<readonly string[], ExpressionProblem> => {
  const checked = check(expression);
  if (checked.ok) {
    return succeed([checked.value]);
  }
  // What stands there as it is goes together in no run; of names only the checker knows a type.
  const inRun = isHarmless(checked.reason) ? checkExpression(expression, evaluating()) : checked;
  return inRun.ok ? succeed([inRun.value]) : checked;
};

/** What the library refuses by its types, and does all the same in a run. */
const isHarmless = ({message}: ExpressionProblem): boolean => harmless.some(pattern => pattern.test(message));

const harmless = [
  /^ternary branches must have the same type/,
  /: list.* \+ list/,
  /: int [!=]= double|: double [!=]= int|: int in list<double>|: double in list<int>/,
];

type Value = {readonly from: number; readonly to: number; readonly types: readonly string[]};

/** The values with known types, in the order of the text. */
const valuesIn = (expression: Expression, typesOf: TypesOf): readonly Value[] => {
  const asked = expression.includes('has(') ? askedFor(expression) : [];
  return referencesOf(expression).flatMap(reference => {
    const {types, members = 0} = typesOf(reference.path) ?? {};
    const {from} = reference;
    return types === undefined || asked.some(call => call.start <= from && from < call.end)
      ? []
      : [{from, to: endOf(reference, members, expression), types}];
  });
};

/** `has(a.b)` looks at how its argument is written. */
const askedFor = (expression: Expression) => nodesOf(expression, node => node.op === 'call' && node.args[0] === 'has');

type Node = Parameters<Parameters<typeof walkAst>[1]>[0];

const nodesOf = (expression: Expression, isWanted: (node: Node) => boolean): readonly Node[] => {
  const found: Node[] = [];
  const tree = treeOf(expression);
  if (tree !== undefined) {
    walkAst(tree, node => {
      if (isWanted(node)) {
        found.push(node);
      }
    });
  }
  return found;
};

/** Where the member ends that a value comes down to, with the bracket of one that is written `a['b']`. */
const endOf = ({members, to}: Reference, count: number, expression: Expression): number => {
  const member = members[count - 1];
  if (member === undefined) {
    return to;
  }
  const closed = /^\s*\]/.exec(expression.slice(member.to));
  return /['"]/.test(expression.charAt(member.to - 1)) && closed !== null ? member.to + closed[0].length : member.to;
};

const isWhole = ({from, to}: Value, expression: Expression): boolean =>
  expression.slice(0, from).trim() === '' && expression.slice(to).trim() === '';

/** What is tried of one expression; values for which that is not enough are left open. */
const triesMax = 8;

type Found = {
  readonly types: readonly string[];
  readonly problems: readonly ExpressionProblem[];
  readonly hasNull: boolean;
};

type Typed = {readonly typed: TypedEnvironment; readonly values: readonly Value[]};

/** Nothing where there is no time left to try. */
const checkAll = (expression: Expression, {typed, values}: Typed): Found | undefined => {
  const nulls = expression.includes('null')
    ? nodesOf(expression, node => node.op === 'value' && node.args === null)
    : [];
  const open = nulls.map(({start, end}) => ({from: start, to: end, type: 'dyn'}));
  const types = new Set<string>();
  const problems: ExpressionProblem[] = [];
  for (const placed of choices(values)) {
    const checked = checkPlaced(expression, [...placed, ...open], typed);
    if (checked === undefined) {
      return undefined;
    }
    if (checked.ok) {
      types.add(checked.value);
      if (checked.value === 'bool') {
        // What says yes or no does so whatever it looks at.
        break;
      }
    } else {
      problems.push(checked.reason);
    }
  }
  return {types: [...types], problems, hasNull: nulls.length > 0};
};

type Placed = {readonly from: number; readonly to: number; readonly type: string};

/** What is refused and does no harm leaves open what stands in it, and hides nothing that is wrong around it. */
const checkPlaced = (
  expression: Expression,
  placed: readonly Placed[],
  typed: TypedEnvironment,
): ReturnType<typeof checkExpression> | undefined => {
  if (!typed.spend(expression.length)) {
    return undefined;
  }
  const checked = typed.check(rewritten(expression, placed, typed), expression);
  if (checked.ok || !isHarmless(checked.reason)) {
    return checked;
  }
  const {reason} = checked;
  const isOpened = ({from, to, type}: Placed): boolean => type !== 'dyn' && reason.from <= from && to <= reason.to;
  return placed.some(isOpened)
    ? checkPlaced(
        expression,
        placed.map(one => (isOpened(one) ? {...one, type: 'dyn'} : one)),
        typed,
      )
    : checked;
};

/** Each value by itself, also where the same stands twice: a condition before it may have asked which type it is. */
const choices = (values: readonly Value[]): readonly (readonly Placed[])[] => {
  let all: readonly (readonly Placed[])[] = [[]];
  for (const {from, to, types} of values) {
    if (all.length * types.length <= triesMax) {
      all = all.flatMap(choice => types.map(type => [...choice, {from, to, type}]));
    }
  }
  return all;
};

/** The expression with names of types in place of values; nothing in it moves. */
const rewritten = (expression: Expression, placed: readonly Placed[], {nameOf}: TypedEnvironment): Expression => {
  let text = expression;
  for (const {from, to, type} of placed) {
    const name = nameOf(type, to - from);
    if (name !== undefined) {
      text = text.slice(0, from) + name + text.slice(to);
    }
  }
  return text;
};
