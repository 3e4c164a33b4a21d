/** Texts in which `${expression}` inserts a value, and their values. */
import type {Json} from '../../base/canonical-json.ts';
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Text} from '../action.ts';
import {evaluate} from '../expressions/expression.ts';
import type {Scope} from '../expressions/scope.ts';
import type {Expression} from '../runbook.ts';

/** A piece of a text: letters, or an expression with its place (offsets of the expression itself, without `${` and `}`). */
export type TextPart =
  | {readonly literal: string}
  | {readonly expression: Expression; readonly from: number; readonly to: number};

export type TextProblem = {
  readonly message: string;
  readonly hint: string;
  readonly from: number;
  readonly to: number;
};

/** Cuts a text into letters and expressions. `$${` is a literal `${`. */
export const parseText = (text: Text): Result<readonly TextPart[], TextProblem> => {
  const parts: TextPart[] = [];
  let at = 0;
  while (at < text.length) {
    const part = readPart(text, at);
    if (!part.ok) {
      return part;
    }
    parts.push(part.value.part);
    at = part.value.to;
  }
  return succeed(parts);
};

const readPart = (text: Text, at: number): Result<{readonly part: TextPart; readonly to: number}, TextProblem> => {
  if (!text.startsWith('${', at)) {
    const [letters = ''] = /^(?:\$\$\{|(?!\$\$?\{)[\s\S])+/.exec(text.slice(at)) ?? [];
    return succeed({part: {literal: letters.replaceAll('$${', '${')}, to: at + letters.length});
  }
  const end = expressionEnd(text, at + 2);
  if (end === undefined) {
    const hint = 'close it, or write $${ for the letters';
    return fail({message: 'this ${ is not closed by a }', hint, from: at, to: at + 2});
  }
  const expression = text.slice(at + 2, end);
  return expression.trim() === ''
    ? fail({
        message: 'there is no expression between ${ and }',
        hint: 'write one, or $${ for the letters',
        from: at,
        to: end + 1,
      })
    : succeed({part: {expression, from: at + 2, to: end}, to: end + 1});
};

/** The offset of the `}` that closes an expression: braces of maps and of quoted texts do not count. */
export const expressionEnd = (text: string, from: number): number | undefined => {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"' || character === "'") {
      at = quoteEnd(text, at);
    } else if (character === '{') {
      depth++;
    } else if (character === '}' && depth-- === 0) {
      return at;
    }
  }
  return undefined;
};

const quoteEnd = (text: string, from: number): number => {
  let at = from + 1;
  while (at < text.length && text[at] !== text[from]) {
    at += text[at] === '\\' ? 2 : 1;
  }
  return at;
};

/** Fills a text. One that is exactly one `${…}` keeps the value's type; a list, map or null inside a longer text is a reason. */
export const fillText = (text: Text, scope: Scope): Result<Json> => {
  const parts = parseText(text);
  if (!parts.ok) {
    return fail(`${parts.reason.message} (in ${text})`);
  }
  const [only] = parts.value;
  if (parts.value.length === 1 && only !== undefined && 'expression' in only) {
    return evaluate(only.expression, scope);
  }
  let filled = '';
  for (const part of parts.value) {
    const piece = 'literal' in part ? succeed(part.literal) : fillString(`\${${part.expression}}`, scope);
    if (!piece.ok) {
      return piece;
    }
    filled += piece.value;
  }
  return succeed(filled);
};

/** Fills a text that must become a text: numbers and booleans as in JSON, times in RFC 3339, durations in ISO 8601. */
export const fillString = (text: Text, scope: Scope): Result<string> => {
  const value = fillText(text, scope);
  if (!value.ok) {
    return value;
  }
  if (value.value === null) {
    return fail(`${text} is null and cannot be written as text`);
  }
  return typeof value.value === 'object'
    ? fail(`${text} is a ${Array.isArray(value.value) ? 'list' : 'map'} and cannot be written as text`)
    : succeed(String(value.value));
};
