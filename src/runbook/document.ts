/** A file's text as data, with the place of every key and value; the only door to the yaml library. */
import type {Node, Scalar} from 'yaml';
import {isAlias, isCollection, isMap, isScalar, isSeq, parseDocument} from 'yaml';
import type {Json} from '../base/canonical-json.ts';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {firstHidden} from '../diagnostics/hidden-characters.ts';
import type {Span} from '../diagnostics/span.ts';
import {deepRefusal, depthMax, firstBadPlace} from './document-limits.ts';
import type {ScalarSource} from './scalar-place.ts';
import {placeInScalar} from './scalar-place.ts';

/** Where something stands in a document: keys of maps and indexes of lists. */
export type DocumentPath = readonly (string | number)[];

export type Document = {
  readonly text: string;
  readonly data: Json;
  /** The span of a value; of the nearest value around it where the path leads nowhere. */
  readonly valueSpan: (path: DocumentPath) => Span;
  /** The span of the key that a path ends with. */
  readonly keySpan: (path: DocumentPath) => Span;
  /** The span of a part of a text value, by offsets within the value. */
  readonly spanWithin: (path: DocumentPath, part: Span) => Span;
  readonly has: (path: DocumentPath) => boolean;
};

/** A thousand steps with all their fields fit; a list of 1 MB took the parser four seconds. */
const bytesMax = 256 * 1024;

/**
 * Reads YAML 1.2 (core schema) without tags, anchors, aliases, merge keys, directives or further documents. Only the
 * first error is given: what a parser says after its first error is guesswork.
 */
export const readDocument = (text: string): Result<Document, Diagnostic> => {
  const early = firstBadPlace(text, bytesMax);
  if (early !== undefined) {
    return fail(early);
  }
  const parsed = parse(text);
  if (!parsed.ok) {
    return parsed;
  }
  const walk: Walk = {problems: []};
  const data = toData(parsed.value, 0, walk);
  const [problem] = walk.problems;
  return problem === undefined ? succeed(documentOf(text, parsed.value, data)) : fail(problem);
};

const parse = (text: string): Result<Node | null, Diagnostic> => {
  const options = {
    version: '1.2',
    schema: 'core',
    merge: false,
    // Compared here in linear time; the library compares each key with each other one (9 s for 20,000).
    uniqueKeys: false,
    stringKeys: true,
    strict: true,
    prettyErrors: false,
    // Anything quieter would hide that the text goes on with a second document.
    logLevel: 'error',
  } as const;
  try {
    const document = parseDocument(text, options);
    const [problem] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
    if (problem !== undefined) {
      return fail(syntaxError(problem.code, problem.message, {from: problem.pos[0], to: problem.pos[1]}));
    }
    return succeed(document.contents);
  } catch (error) {
    // The library throws for what it did not foresee; the text is to blame, not the person.
    const why = error instanceof Error ? error.message : String(error);
    return fail(syntaxError('UNREADABLE', why, {from: 0, to: Math.min(1, text.length)}));
  }
};

const syntaxError = (yamlCode: string, message: string, span: Span): Diagnostic => {
  const [code, hint, words = message] = known[yamlCode] ?? ['yaml/syntax'];
  const sentence = words.charAt(0).toLowerCase() + words.slice(1, messageMax);
  return {code, severity: 'error', message: sentence, span: atLeastOne(span), ...(hint !== undefined && {hint})};
};

/** The library quotes what it did not understand, however long that is. */
const messageMax = 160;

/** Errors of the library that have a code of ours, and ways out for frequent ones. */
const known: {readonly [yamlCode: string]: readonly [code: string, hint?: string, words?: string]} = {
  NON_STRING_KEY: ['yaml/refused', 'write keys as plain words'],
  MULTIPLE_DOCS: [
    'yaml/refused',
    'one file holds one document; remove this line and what follows',
    'a second document begins here',
  ],
  TAG_RESOLVE_FAILED: ['yaml/refused', 'remove the tag (the word with !); quote a text that begins with !'],
  BAD_ALIAS: ['yaml/refused', 'a text that begins with & or * needs quotes'],
  BAD_DIRECTIVE: ['yaml/refused', 'remove the line that begins with %'],
  TAB_AS_INDENT: ['yaml/syntax', 'indent with spaces'],
  BAD_SCALAR_START: ['yaml/syntax', 'a text that begins with this character needs quotes'],
  MULTILINE_IMPLICIT_KEY: ['yaml/syntax', 'is a colon missing, or quotes around a text?'],
};

type Walk = {readonly problems: Diagnostic[]};

const refuse = (walk: Walk, span: Span, [message, hint]: readonly [string, string]): null => {
  walk.problems.push({code: 'yaml/refused', severity: 'error', message, span: atLeastOne(span), hint});
  return null;
};

const toData = (node: Node | null, depth: number, walk: Walk): Json => {
  if (node === null) {
    return null;
  }
  const span = spanOf(node);
  const refused = refusalOf(node);
  if (refused !== undefined) {
    return refuse(walk, span, refused);
  }
  if (depth > depthMax) {
    walk.problems.push(deepRefusal(span.from));
    return null;
  }
  if (isScalar(node)) {
    return scalarData(node, walk);
  }
  if (isSeq<Node>(node)) {
    return node.items.map(item => toData(item, depth + 1, walk));
  }
  // A null prototype: no key of the file can be taken for one that objects have by nature.
  const data: {[key: string]: Json} = Object.create(null);
  for (const {key, value} of isMap<Scalar, Node | null>(node) ? node.items : []) {
    const name = keyOf(key, walk);
    if (name !== undefined && Object.hasOwn(data, name)) {
      walk.problems.push({
        code: 'yaml/duplicate-key',
        severity: 'error',
        message: `the key "${name}" stands here twice`,
        span: spanOf(key),
        hint: 'keep one of them',
      });
    }
    data[name ?? ''] = toData(value, depth + 1, walk);
  }
  return data;
};

const refusalOf = (node: Node): readonly [string, string] | undefined => {
  if (isAlias(node)) {
    return ['aliases are not allowed', 'write the value out; a text that begins with * needs quotes'];
  }
  if ('anchor' in node && node.anchor !== undefined) {
    return ['anchors are not allowed', 'remove it; a text that begins with & needs quotes'];
  }
  if (node.tag !== undefined) {
    return ['tags are not allowed', 'remove it; a text that begins with ! needs quotes'];
  }
  return undefined;
};

const keyOf = (key: Scalar, walk: Walk): string | undefined => {
  const name = toData(key, 0, walk);
  if (typeof name === 'string' && !refusedKeys.has(name)) {
    return name;
  }
  refuse(walk, spanOf(key), ['this key is not allowed', 'choose another name']);
  return undefined;
};

const refusedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype', '<<', '']);

const scalarData = (node: Scalar, walk: Walk): Json => {
  const {value} = node;
  if (value === null || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'string') {
    // Escapes can still spell what the text itself must not hold.
    const found = firstHidden(value);
    return found === undefined
      ? value
      : refuse(walk, spanOf(node), [`this text holds the invisible character ${found.name}`, 'remove it']);
  }
  if (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!Number.isInteger(value) || Number.isSafeInteger(value))
  ) {
    return value;
  }
  return refuse(walk, spanOf(node), ['this number cannot be kept exactly', 'quote it to make it a text']);
};

const documentOf = (text: string, root: Node | null, data: Json): Document => {
  const valueSpan = (path: DocumentPath): Span => {
    const found = find(root, path);
    return found?.value ? trimmed(text, spanOf(found.value)) : found?.key ? spanOf(found.key) : around(path);
  };
  const around = (path: DocumentPath): Span => (path.length === 0 ? {from: 0, to: 1} : valueSpan(path.slice(0, -1)));
  return {
    text,
    data,
    valueSpan,
    keySpan: path => {
      const key = find(root, path)?.key;
      return key ? spanOf(key) : valueSpan(path);
    },
    spanWithin: (path, part) => {
      const node = find(root, path)?.value;
      const source = isScalar(node) ? scalarSource(node) : undefined;
      return (source && placeInScalar(text, source, part)) ?? valueSpan(path);
    },
    has: path => find(root, path) !== undefined,
  };
};

type Found = {readonly key?: Node; readonly value: Node | null};

const find = (root: Node | null, path: DocumentPath): Found | undefined => {
  let found: Found = {value: root};
  for (const step of path) {
    const {value} = found;
    if (isMap<Scalar, Node | null>(value)) {
      const pair = value.items.find(({key}) => key.value === step);
      if (pair === undefined) {
        return undefined;
      }
      found = {key: pair.key, value: pair.value};
    } else if (isSeq<Node>(value) && typeof step === 'number' && value.items[step] !== undefined) {
      found = {value: value.items[step]};
    } else {
      return undefined;
    }
  }
  return found;
};

const scalarSource = (node: Scalar): ScalarSource | undefined =>
  typeof node.value === 'string' && node.type !== undefined
    ? {value: node.value, style: node.type, span: spanOf(node)}
    : undefined;

const spanOf = (node: Node): Span => {
  const [from, to] = node.range ?? [0, 0];
  return {from, to: isCollection(node) ? Math.max(from, to) : to};
};

/** A block's range ends with the white space after it; a mark under that helps nobody. */
const trimmed = (text: string, {from, to}: Span): Span => ({from, to: from + text.slice(from, to).trimEnd().length});

const atLeastOne = ({from, to}: Span): Span => ({from, to: Math.max(to, from + 1)});
