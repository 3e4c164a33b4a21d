/** What the library of expressions finds wrong, in our words and with a way out. */
import {linearMatches} from './cel-environment.ts';

export type Said = {readonly message: string; readonly hint: string};

/** An error of the library as a sentence; `found` is the part of the expression that it points at. */
export const inOurWords = (code: string, summary: string, found: string): Said => {
  const plain = inPlainTypes(summary);
  switch (code) {
    case 'unexpected_token':
      return plain === 'Unexpected token: EOF'
        ? {message: 'the expression ends too early', hint: 'go on, or remove the sign that stands last'}
        : {message: `"${found}" is not expected here`, hint: operatorHint(found)};
    case 'unexpected_character':
      return {message: `"${found}" is not expected here`, hint: operatorHint(found)};
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
        hint: 'a text stands in quotes',
      };
    case 'no_such_overload':
      return {message: plain.replace(/^no such overload: (.*)$/, 'these do not go together: $1'), hint: convertHint};
    case 'no_matching_overload':
      return {
        message: plain.replace(/^found no matching overload for /, 'there is no function '),
        hint: functionHint,
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

/** What other languages write. */
const operators: ReadonlyMap<string, string> = new Map([
  ['=', 'write == to compare'],
  ['&', 'write && for and'],
  ['|', 'write || for or'],
  ['and', 'write && for and'],
  ['or', 'write || for or'],
  ['contains', 'write a.contains(b)'],
  ['?', 'write x == null ? y : x'],
  ['`', 'put a text in single or double quotes'],
]);

const operatorHint = (found: string): string => operators.get(found) ?? plainHint;

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
