/** An address with values in it: each is encoded for its place, so that none of them changes which server is asked. */
import {isList} from '../../base/canonical-json.ts';
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Text} from '../action.ts';
import type {Scope} from '../expressions/scope.ts';
import {fillString, fillText, parseText, type TextPart} from './text.ts';

type Address = {readonly url: Text; readonly query: {readonly [name: string]: Text}};

/** With which values; `shown` is for people: what stands for a secret is left as it is, and nothing is asked with it. */
export type Filling = {readonly scope: Scope; readonly use: 'asked' | 'shown'};

/** Fills an address. The reason of a failure names the text and never the value, which may be a secret. */
export const fillAddress = ({url, query}: Address, filling: Filling): Result<string> => {
  const filled = fillUrl(url, filling);
  const pairs = fillQuery(query, filling);
  if (!filled.ok || !pairs.ok) {
    return filled.ok ? pairs : filled;
  }
  if (filling.use === 'asked') {
    const problem = problemOf(filled.value);
    if (problem !== undefined) {
      return fail(`${url} ${problem}`);
    }
  }
  const [address = ''] = filled.value.split('#');
  return succeed(pairs.value === '' ? address : `${address}${address.includes('?') ? '&' : '?'}${pairs.value}`);
};

const fillUrl = (text: Text, {scope, use}: Filling): Result<string> => {
  const parts = parseText(text);
  if (!parts.ok) {
    return fail(`${parts.reason.message} (in ${text})`);
  }
  let filled = '';
  for (const [index, part] of parts.value.entries()) {
    if ('literal' in part) {
      filled += part.literal;
      continue;
    }
    const source = `\${${part.expression}}`;
    const value = fillString(source, scope);
    if (!value.ok) {
      return value;
    }
    const inserted =
      index === 0 ? wholeAddress(value.value, parts.value[1], use) : inserting[placeAfter(filled)](value.value, use);
    if (!inserted.ok) {
      return fail(`${source} in an address ${inserted.reason}`);
    }
    filled += inserted.value;
  }
  return succeed(filled);
};

type Insertion = (value: string, use: Filling['use']) => Result<string>;

const placeAfter = (before: string): 'server' | 'path' | 'query' => {
  const behind = before.replace(/^[^:]*:\/\//, '');
  return behind.includes('?') ? 'query' : behind.includes('/') ? 'path' : 'server';
};

/** A name, a part of one, an address of four or eight numbers, a port. */
const serverPart = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

const inserting: {readonly [Place in ReturnType<typeof placeAfter>]: Insertion} = {
  server: (value, use) =>
    use === 'shown' || serverPart.test(value)
      ? succeed(value)
      : fail('is no name of a server, and nothing else is put there'),
  // Without its segment it would be another address: to delete what is below it may be to delete all.
  path: (value, use) => (value === '' ? fail('is empty, so it would be another address') : encoded(value, use)),
  query: (value, use) => encoded(value, use),
};

/** What follows must not lengthen the server's name. */
const wholeAddress = (value: string, next: TextPart | undefined, use: Filling['use']): Result<string> => {
  if (use === 'shown') {
    return succeed(value);
  }
  const problem = problemOf(value);
  if (problem !== undefined) {
    return fail(problem);
  }
  if (next === undefined) {
    return succeed(value);
  }
  if (!('literal' in next && /^[/?#]/.test(next.literal))) {
    return fail('is a whole address, and what follows must begin with / or ?');
  }
  return /[?#]/.test(value)
    ? fail('must end before a ? or a #, because more follows')
    : succeed(next.literal.startsWith('/') ? value.replace(/\/+$/, '') : value);
};

/** Markers of secrets stay readable. */
const encoded = (value: string, use: Filling['use']): Result<string> => {
  if (!value.isWellFormed()) {
    return fail('holds half a character');
  }
  const pieces = use === 'shown' ? value.split(/(\u2039[^\u203a]*\u203a)/) : [value];
  return succeed(pieces.map((piece, index) => (index % 2 === 0 ? encodeURIComponent(piece) : piece)).join(''));
};

const fillQuery = (query: Address['query'], filling: Filling): Result<string> => {
  const pairs: string[] = [];
  for (const [name, text] of Object.entries(query)) {
    const values = fillParameter(text, filling);
    if (!values.ok) {
      return values;
    }
    pairs.push(...values.value.map(value => `${encodeURIComponent(name)}=${value}`));
  }
  return succeed(pairs.join('&'));
};

/** Null leaves a parameter out, a list repeats it. */
const fillParameter = (text: Text, {scope, use}: Filling): Result<readonly string[]> => {
  const filled = fillText(text, scope);
  if (!filled.ok) {
    return filled;
  }
  const written: string[] = [];
  for (const item of isList(filled.value) ? filled.value : [filled.value]) {
    const value =
      item !== null && typeof item === 'object'
        ? fail('holds a list or a map, which cannot be a parameter of a query')
        : encoded(String(item), use);
    if (!value.ok) {
      return fail(`${text} ${value.reason}`);
    }
    written.push(...(item === null ? [] : [value.value]));
  }
  return succeed(written);
};

/** Steps back within a path would lead past what its author wrote, also encoded (URL standard, double-dot segment). */
const stepsBack = /(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\]|$)/i;

const problemOf = (address: string): string | undefined => {
  const parsed = URL.parse(address);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    return 'is no address that begins with http:// or https://';
  }
  if (parsed.username !== '' || parsed.password !== '') {
    return 'holds a name or a password before the server; send them in a header';
  }
  const [before = ''] = address.split(/[?#]/);
  return stepsBack.test(before.replace(/^[^:]*:\/\/[^/\\]*/, ''))
    ? 'holds a step back (. or ..) in its path, so it would be another address'
    : undefined;
};
