/** Bare expressions (CEL): compiled once, checked before the run, evaluated to JSON or to the reason why not. */
import type {ASTNode, Environment, ParseResult} from '@marcbachmann/cel-js';
import {TypeError as CheckError, EvaluationError, ParseError} from '@marcbachmann/cel-js';
import type {Json} from '../../base/canonical-json.ts';
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Expression} from '../runbook.ts';
import {evaluating, linearMatches} from './cel-environment.ts';
import {cameAs, celContext, fromCel} from './cel-values.ts';
import {type ComparedText, comparedTexts, givenTexts, type LiteralText} from './compared-texts.ts';
import {inOurWords} from './expression-words.ts';
import type {Reference} from './references.ts';
import {referencesIn, walkAst} from './references.ts';
import type {Scope} from './scope.ts';

/** Evaluates an expression. Whatever goes wrong, a member that is not there included, is a reason and never thrown. */
export const evaluate = (expression: Expression, scope: Scope): Result<Json> => {
  const compiled = compile(expression);
  if (!compiled.ok) {
    return fail(inExpression(compiled.reason.message, expression));
  }
  try {
    const result = fromCel(compiled.value.run(celContext(scope, compiled.value.wanted)));
    return result.ok ? result : fail(inExpression(result.reason, expression));
  } catch (error) {
    return fail(inExpression(problemOf(error, expression).message, expression));
  }
};

/** Evaluates an expression that must say yes or no. */
export const evaluateCondition = (expression: Expression, scope: Scope): Result<boolean> => {
  const result = evaluate(expression, scope);
  if (!result.ok) {
    return result;
  }
  return typeof result.value === 'boolean'
    ? succeed(result.value)
    : fail(inExpression('it gives neither true nor false', expression));
};

/** What an expression reads: `steps.a.outputs.x` is one reference, with its place in the expression. None if it does not parse. */
export const referencesOf = (expression: Expression): readonly Reference[] => {
  const compiled = compile(expression);
  return compiled.ok ? compiled.value.references : [];
};

/** Its syntax tree; nothing if it does not parse. */
export const treeOf = (expression: Expression): ASTNode | undefined => {
  const compiled = compile(expression);
  return compiled.ok ? compiled.value.run.ast : undefined;
};

/** The texts that it holds against something, and those that it gives as they stand. None if it does not parse. */
export const textsOf = (
  expression: Expression,
): {readonly compared: readonly ComparedText[]; readonly given: readonly LiteralText[]} => {
  const compiled = compile(expression);
  return compiled.ok ? compiled.value.texts() : noTexts;
};

const noTexts = {compared: [], given: []};

export type ExpressionProblem = {
  readonly message: string;
  readonly hint: string;
  /** Offsets within the expression. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'syntax' | 'type' | 'unknown-name';
};

/** Checks syntax and types; gives the type's name in CEL (`bool`, `string`, `dyn` where it is open until the run). `shown` is what people see of it. */
export const checkExpression = (
  expression: Expression,
  environment: Environment,
  shown = expression,
): Result<string, ExpressionProblem> => {
  const parsed = parse(expression, environment);
  if (!parsed.ok) {
    return parsed;
  }
  const {valid, type = 'dyn', error} = parsed.value.check();
  return valid ? succeed(type) : fail(problemOf(error, shown));
};

/** Why an expression cannot be read; nothing when it can. */
export const syntaxProblem = (expression: Expression): ExpressionProblem | undefined => {
  const compiled = compile(expression);
  return compiled.ok ? undefined : compiled.reason;
};

type Compiled = {
  readonly run: ParseResult;
  readonly references: readonly Reference[];
  readonly texts: () => ReturnType<typeof textsOf>;
  /** The names that it reads, with the members that are enough, or all of them. */
  readonly wanted: ReadonlyMap<string, ReadonlySet<string> | 'all'>;
};

/** More than a long run evaluates; a bound all the same, since a program may stay open for days. */
const compiledMax = 20_000;

// The only state of this folder: the same text always compiles to the same thing, so nobody can tell.
const compiledExpressions = new Map<string, Result<Compiled, ExpressionProblem>>();

const compile = (expression: Expression): Result<Compiled, ExpressionProblem> => {
  const known = compiledExpressions.get(expression);
  if (known !== undefined) {
    return known;
  }
  const parsed = parse(expression, evaluating());
  const compiled = parsed.ok ? succeed(describe(parsed.value)) : parsed;
  if (compiledExpressions.size >= compiledMax) {
    compiledExpressions.clear();
  }
  compiledExpressions.set(expression, compiled);
  return compiled;
};

const describe = (run: ParseResult): Compiled => {
  const references = referencesIn(run.ast);
  const wanted = new Map<string, Set<string> | 'all'>();
  for (const {path} of references) {
    const [name = '', member] = path;
    const members = wanted.get(name) ?? new Set();
    wanted.set(name, member === undefined || members === 'all' ? 'all' : members.add(member));
  }
  walkAst(run.ast, node => askWhetherItCame(node, references));
  // Only the linter asks for them.
  let texts: ReturnType<typeof textsOf> | undefined;
  return {
    run,
    references,
    wanted,
    texts: () => {
      texts ??= {compared: comparedTexts(run.ast), given: givenTexts(run.ast)};
      return texts;
    },
  };
};

const parse = (expression: Expression, environment: Environment): Result<ParseResult, ExpressionProblem> => {
  try {
    const parsed = environment.parse(expression);
    walkAst(parsed.ast, useLinearMatches);
    return succeed(parsed);
  } catch (error) {
    return fail({...problemOf(error, expression), kind: 'syntax'});
  }
};

/** `has(events.contained)` asks whether it has come, and all of them are there from the beginning. */
const askWhetherItCame = (node: ASTNode, references: readonly Reference[]): void => {
  const [asked] = node.op === 'call' && node.args[0] === 'has' ? node.args[1] : [];
  if (asked?.op !== '.') {
    return;
  }
  const reference = references.find(({from, to}) => node.start <= from && to <= node.end);
  if (reference?.path[0] === 'events' && reference.path.length === 2) {
    asked.args[1] = cameAs(asked.args[1]);
  }
};

const useLinearMatches = (node: ASTNode): void => {
  if (node.op === 'rcall' && node.args[0] === 'matches') {
    node.args[0] = linearMatches;
  }
};

const problemOf = (error: unknown, expression: Expression): ExpressionProblem => {
  if (error instanceof ParseError || error instanceof EvaluationError || error instanceof CheckError) {
    const {start, end} = error.range ?? {start: 0, end: 0};
    const to = Math.max(end, start + 1);
    const kind = error.code === 'unknown_variable' ? 'unknown-name' : 'type';
    return {...inOurWords(error, expression, {from: start, to}), from: start, to, kind};
  }
  const message = error instanceof Error ? error.message : String(error);
  return {message, hint: 'write it in another way', from: 0, to: expression.length, kind: 'type'};
};

const inExpression = (reason: string, expression: Expression): string =>
  `${reason} (in ${expression.length > 80 ? `${expression.slice(0, 79)}…` : expression})`;
