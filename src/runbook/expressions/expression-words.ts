/** What the library of expressions finds wrong, in our words and with a way out. */
import type {Span} from '../../diagnostics/span.ts';
import {linearMatches} from './cel-environment.ts';

export type Said = {readonly message: string; readonly hint: string};

/** An error as the library has it. */
type Found = {readonly code: string; readonly summary: string};

/** An error of the library as a sentence; it points at a part of the expression. */
export const inOurWords = ({code, summary}: Found, expression: string, {from, to}: Span): Said => {
  const plain = inPlainTypes(summary);
  const found = expression.slice(from, to);
  const wayOut = operatorHint(expression, {from, to});
  switch (code) {
    case 'unexpected_token':
      return plain === 'Unexpected token: EOF'
        ? {message: 'the expression ends too early', hint: 'go on, or remove the sign that stands last'}
        : {message: `"${found}" is not expected here`, hint: wayOut};
    case 'unexpected_character':
      return {message: `"${found}" is not expected here`, hint: wayOut};
    case 'expected_token':
      return {message: expectedWords(plain), hint: 'is a bracket, a comma or a quote missing before it?'};
    case 'no_such_key':
      return {message: plain.replace(/^No such key: /, 'there is nothing called '), hint: connectionHint};
    case 'index_out_of_bounds':
      return {
        message: plain.replace(
          /^No such key: index out of bounds, index (.*) >= size (.*)$/,
          'item $1 of a list of $2',
        ),
        hint: 'items are counted from 0; ask for size() before',
      };
    case 'unknown_variable':
      return {
        message: plain.replace(/^Unknown variable: (.*)$/, 'nothing here is called $1'),
        hint: valueHint(found) ?? 'a text stands in quotes',
      };
    case 'no_such_overload':
      return {message: plain.replace(/^no such overload: (.*)$/, 'these do not go together: $1'), hint: convertHint};
    case 'no_matching_overload':
      return {
        message: plain.replace(/^found no matching overload for /, 'there is no function '),
        hint: /^not\s*\(/i.test(found) ? notHint : functionHint,
      };
    case 'invalid_logical_operand':
    case 'invalid_condition_type':
      return {message: lowered(plain), hint: 'compare it with something: == is equal, != is not, < is less'};
    case 'incompatible_ternary_branches':
      return {message: lowered(plain), hint: 'convert one side: string(x), int(x), double(x)'};
    case 'unterminated_string':
    case 'unterminated_triple_quoted_string':
    case 'newline_in_string':
      return {message: 'this text is not closed', hint: 'close it with the quote that it begins with'};
    case 'limit_exceeded':
      return {message: 'the expression is too long to be read', hint: 'name parts of it in a let step'};
    case 'reserved_identifier':
      return {message: lowered(plain), hint: 'CEL keeps that word for itself; choose another name'};
    default:
      return {message: lowered(plain), hint: code.endsWith('escape_sequence') ? escapeHint : plainHint};
  }
};

const escapeHint = 'write \\\\ for a backslash';

const plainHint = 'write it like a == b && c, x ? y : z, size(list) > 0 or text.contains("x")';

const convertHint = 'convert one of them: string(x), int(x), double(x), timestamp(x), span(x)';

/** Only a connection has members that are known before the run and are not declared by the runbook. */
const connectionHint = 'a connection has .host, .port, .user and .database';

const functionHint =
  'look at what it is given; there is size, contains, startsWith, endsWith, matches, split, join, trim, exists, all, filter, map';

const inPlainTypes = (summary: string): string =>
  summary
    .replaceAll('google.protobuf.Timestamp', 'timestamp')
    .replaceAll('google.protobuf.Duration', 'duration')
    .replaceAll(linearMatches, 'matches')
    .replaceAll(/dyn<([^<>]*)>/g, '$1');

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

const notHint = 'write ! for not, like !(a && b)';

/** What other languages write between two values. */
const operators: ReadonlyMap<string, string> = new Map([
  ['=', 'write == to compare'],
  ['&', 'write && for and'],
  ['|', 'write || for or'],
  ['and', 'write && for and'],
  ['or', 'write || for or'],
  ['not', notHint],
  ['is', 'write x == null, or x != null'],
  ['like', 'write a.contains(b), a.startsWith(b) or a.matches(b)'],
  ['contains', 'write a.contains(b)'],
  ['?', 'write x == null ? y : x'],
  ['`', 'put a text in single or double quotes'],
]);

/** Two signs of which the library shows the second. */
const signsOfTwo: ReadonlyMap<string, string> = new Map([
  ['<>', 'write != for not equal'],
  ['!==', 'write != for not equal'],
  ['===', 'write == to compare'],
]);

/** Words for values that have another name here. */
const words: ReadonlyMap<string, string> = new Map([
  ['true', 'write true in small letters'],
  ['false', 'write false in small letters'],
  ['null', 'write null in small letters'],
  ['none', 'write null for what is not there'],
  ['nil', 'write null for what is not there'],
  ['undefined', 'write null for what is not there'],
]);

/** The way out for a name that is a value in other languages. */
export const valueHint = (name: string): string | undefined => words.get(name.toLowerCase());

const operatorHint = (expression: string, {from, to}: Span): string => {
  const before = expression.slice(0, from);
  const [sign = ''] = /[<=!]*$/.exec(before) ?? [];
  const found = expression.slice(from, to).toLowerCase();
  if (/\bnot\s+$/i.test(before) || (found === 'not' && /^\s+in\b/i.test(expression.slice(to)))) {
    return found === 'not' || found === 'in' ? 'write !(a in list)' : notHint;
  }
  return signsOfTwo.get(sign + found) ?? operators.get(found) ?? plainHint;
};

const signs: {readonly [token: string]: string} = {
  EOF: 'the end',
  RPAREN: ')',
  LPAREN: '(',
  RBRACKET: ']',
  RBRACE: '}',
  COLON: ':',
  COMMA: ',',
  IDENTIFIER: 'a name',
};

const expectedWords = (summary: string): string => {
  const [, wanted = '', got = ''] = /^Expected (\w+), got (\w+)$/.exec(summary) ?? [];
  const shown = (token: string): string => {
    const sign = signs[token] ?? token.toLowerCase();
    return /^\W/.test(sign) ? `"${sign}"` : sign;
  };
  return `${shown(wanted)} is missing, ${shown(got)} stands there`;
};
