/** Values for inputs: read from what people type, from the environment or from a file, and checked against their declaration. */
import {isList, type Json} from '../base/canonical-json.ts';
import {parseDurationMs} from '../base/duration.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {firstHidden} from '../diagnostics/hidden-characters.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import {formatIsoDuration} from './expressions/cel-values.ts';
import type {InputDeclaration, InputType} from './input-declaration.ts';
import {readCidr, readHostname, readIdentifier, readPath, readUrl} from './named-things.ts';
import {compileRegex} from './regex/linear-regex.ts';
import {readTimestamp, type TimeOfReading} from './timestamps.ts';
import {depthMax} from './yaml/document-limits.ts';

/** No value that a person gives is longer; what is longer belongs in a file. */
const lengthMax = 65_536;

/**
 * Reads a value for an input: a text from a person, an option or a variable, or a value from a file. Gives the value as
 * it is kept: times as RFC 3339 in UTC, durations as ISO 8601, a connection as its URI. Otherwise a sentence that says
 * what would do. An optional input may be empty, which is null.
 */
export const readInput = (declaration: InputDeclaration, raw: Json, time: TimeOfReading): Result<Json> => {
  const {type, optional} = declaration;
  if (raw === null || (typeof raw === 'string' && raw.trim() === '')) {
    return optional ? succeed(null) : fail(`it needs ${inputExamples[type]}`);
  }
  return readType(declaration, type, {raw, time});
};

/** How a value of each type is written, for prompts and for refusals. */
export const inputExamples: {readonly [Type in InputType]: string} = {
  string: 'a text',
  integer: 'a whole number like 42',
  number: 'a number like 0.5',
  boolean: 'true or false',
  choice: 'one of the names that it declares',
  list: 'values with commas between, or JSON like ["a", "b"]',
  json: 'JSON like {"a": 1}',
  duration: 'a duration like 90s, 15m or 1h30m',
  timestamp: 'a time like 02:47, "20m ago" or 2026-11-24T02:47:00Z',
  identifier: 'the name of a database object, like orders or shop.orders',
  path: 'a path that begins with /',
  hostname: 'the name or address of a host, like db1.example.net',
  cidr: 'an address with its prefix, like 10.0.0.0/8',
  url: 'an address like https://example.net/',
  connection: 'a PostgreSQL connection like postgresql://user@host:5432/database',
  secret: 'a secret text',
};

type Given = {readonly raw: Json; readonly time: TimeOfReading};

const readType = (declaration: InputDeclaration, type: InputType, {raw, time}: Given): Result<Json> => {
  switch (type) {
    case 'json': {
      const value = typeof raw === 'string' ? parseJson(raw) : succeed(raw);
      return value.ok && isTooDeep(value.value) ? fail(`this is nested more than ${depthMax} levels deep`) : value;
    }
    case 'list':
      return readList(declaration, {raw, time});
    case 'integer':
    case 'number':
      return readNumber(raw, type);
    case 'boolean':
      return readBoolean(raw);
    case 'string':
    case 'choice':
    case 'duration':
    case 'timestamp':
    case 'identifier':
    case 'path':
    case 'hostname':
    case 'cidr':
    case 'url':
    case 'connection':
    case 'secret':
      return readTextType(declaration, type, {raw, time});
  }
};

type TextType = Exclude<InputType, 'json' | 'list' | 'integer' | 'number' | 'boolean'>;

const readTextType = (declaration: InputDeclaration, type: TextType, {raw, time}: Given): Result<Json> => {
  const text = typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : raw;
  if (typeof text !== 'string') {
    return fail(`this is not ${inputExamples[type]}`);
  }
  if (text.length > lengthMax || text.includes('\0')) {
    return fail(
      text.includes('\0') ? 'this text holds a zero byte' : `this text is longer than ${lengthMax} characters`,
    );
  }
  if (!text.isWellFormed()) {
    return fail('this text is no UTF-8');
  }
  // A secret is kept as it is: it may hold anything, and nobody is to see why it was refused.
  const hidden = type === 'secret' ? undefined : firstHidden(text);
  return hidden === undefined
    ? readText(declaration, type, {text, time})
    : fail(`this text holds the invisible character ${hidden.name}`);
};

type GivenText = {readonly text: string; readonly time: TimeOfReading};

const readText = ({of, pattern}: InputDeclaration, type: TextType, {text, time}: GivenText): Result<Json> => {
  const trimmed = text.trim();
  switch (type) {
    case 'secret':
      return succeed(text);
    case 'string':
      return pattern === undefined ? succeed(text) : matching(text, pattern);
    case 'choice':
      return readChoice(trimmed, Array.isArray(of) ? of : []);
    case 'duration': {
      const durationMs = parseDurationMs(trimmed);
      return durationMs.ok ? succeed(formatIsoDuration(durationMs.value)) : durationMs;
    }
    case 'timestamp':
      return readTimestamp(trimmed, time);
    case 'identifier':
      return readIdentifier(trimmed);
    case 'path':
      return readPath(trimmed);
    case 'hostname':
      return readHostname(trimmed);
    case 'cidr':
      return readCidr(trimmed);
    case 'url':
      return readUrl(trimmed);
    case 'connection':
      return readConnection(trimmed);
  }
};

// The value is not repeated: it may hold a password.
const readConnection = (text: string): Result<string> =>
  /^postgres(?:ql)?:\/\/\S+$/.test(text) ? succeed(text) : fail(`this is not ${inputExamples.connection}`);

const matching = (text: string, pattern: string): Result<string> => {
  const matcher = compileRegex(pattern);
  const matches = matcher.ok ? matcher.value(text) : matcher;
  if (!matches.ok) {
    return matches;
  }
  return matches.value ? succeed(text) : fail(`"${text.slice(0, 80)}" does not match ${pattern}`);
};

const readChoice = (text: string, names: readonly string[]): Result<string> =>
  names.includes(text)
    ? succeed(text)
    : fail(`"${text.slice(0, 80)}" is none of its names; ${didYouMean(text, names) ?? `they are ${names.join(', ')}`}`);

const readNumber = (raw: Json, type: 'integer' | 'number'): Result<number> => {
  const text = typeof raw === 'string' ? raw.trim() : raw;
  const value =
    typeof text === 'string' && /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
  const fits = typeof value === 'number' && (type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value));
  return fits ? succeed(value) : fail(`${quoted(raw)} is not ${inputExamples[type]}`);
};

const readBoolean = (raw: Json): Result<boolean> => {
  const word = typeof raw === 'string' ? raw.trim().toLowerCase() : raw;
  if (word === true || word === 'true' || word === 'yes') {
    return succeed(true);
  }
  return word === false || word === 'false' || word === 'no'
    ? succeed(false)
    : fail(`${quoted(raw)} is not true or false`);
};

const readList = (declaration: InputDeclaration, {raw, time}: Given): Result<Json> => {
  const type = typeof declaration.of === 'string' ? declaration.of : 'string';
  const items = typeof raw === 'string' ? splitItems(raw) : succeed(raw);
  if (!items.ok) {
    return items;
  }
  if (!isList(items.value)) {
    return fail(`this is not ${inputExamples.list}`);
  }
  const values: Json[] = [];
  for (const item of items.value) {
    const value = readType(declaration, type, {raw: item, time});
    if (!value.ok) {
      return fail(`item ${values.length + 1}: ${value.reason}`);
    }
    values.push(value.value);
  }
  return succeed(values);
};

const splitItems = (text: string): Result<Json> =>
  text.trim().startsWith('[')
    ? parseJson(text)
    : succeed(
        text
          .split(',')
          .map(item => item.trim())
          .filter(item => item !== ''),
      );

const parseJson = (text: string): Result<Json> => {
  if (text.length > lengthMax) {
    return fail(`this text is longer than ${lengthMax} characters`);
  }
  try {
    const value: Json = JSON.parse(text);
    return succeed(value);
  } catch (error) {
    return fail(`this is not ${inputExamples.json} (${error instanceof Error ? error.message : String(error)})`);
  }
};

/** What is written down and canonicalised is gone through by recursion, whose stack a value of a few KB could exhaust. */
const isTooDeep = (value: Json | undefined, depth = 0): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth >= depthMax || Object.values(value).some(member => isTooDeep(member, depth + 1)));

const quoted = (raw: Json): string => JSON.stringify(raw).slice(0, 80);
