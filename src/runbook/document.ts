/** A file's text as data, with the place of every key and value; the only door to the yaml library. */
import type {Node, Scalar} from 'yaml';
import {isAlias, isMap, isScalar, isSeq, parseDocument} from 'yaml';
import type {Json} from '../base/canonical-json.ts';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {firstHidden} from '../diagnostics/hidden-characters.ts';
import type {Span} from '../diagnostics/span.ts';
import {deepRefusal, depthMax, firstBadPlace} from './document-limits.ts';
import {type DocumentPath, type Places, placesOf, spanOf} from './document-places.ts';
import {placeInScalar} from './scalar-place.ts';
import {yamlDiagnostic} from './yaml-errors.ts';

export type {DocumentPath};

export type Document = Places & {readonly text: string; readonly data: Json};

/** A thousand steps with all their fields fit; a list of 1 MB took the parser four seconds. */
export const bytesMax = 256 * 1024;

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
  const walk: Walk = {text, problems: []};
  const data = toData(parsed.value, 0, walk);
  const [problem] = walk.problems;
  return problem === undefined ? succeed({text, data, ...placesOf(text, parsed.value)}) : fail(problem);
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
      return fail(yamlDiagnostic(problem, text, document.contents));
    }
    return succeed(document.contents);
  } catch (error) {
    // The library throws for what it did not foresee; the text is to blame, not the person.
    const why = error instanceof Error ? error.message : String(error);
    return fail({
      code: 'yaml/syntax',
      severity: 'error',
      message: `the text cannot be read: ${why.slice(0, 160)}`,
      span: {from: 0, to: 1},
      hint: 'look for brackets and quotes that are not closed',
    });
  }
};

type Walk = {readonly text: string; readonly problems: Diagnostic[]};

const refuse = (walk: Walk, span: Span, [message, hint]: readonly [string, string]): null => {
  walk.problems.push({code: 'yaml/refused', severity: 'error', message, span: atLeastOne(span), hint});
  return null;
};

const toData = (node: Node | null, depth: number, walk: Walk): Json => {
  if (node === null) {
    return null;
  }
  const refused = refusalOf(node);
  if (refused !== undefined) {
    return refuse(walk, propertySpan(node, walk.text), refused);
  }
  if (depth > depthMax) {
    walk.problems.push(deepRefusal(spanOf(node).from));
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

/** The anchor or the tag stands before its value. */
const propertySpan = (node: Node, text: string): Span => {
  const {from, to} = spanOf(node);
  const sign = 'anchor' in node && node.anchor !== undefined ? `&${node.anchor}` : node.tag === undefined ? '' : '!';
  let at = sign === '' ? -1 : text.lastIndexOf(sign, from - 1);
  // A tag may begin with several of them, or with a handle between two.
  while (sign === '!' && at > 0 && /[^\s,[{]/.test(text.charAt(at - 1))) {
    at--;
  }
  const [written = ''] = at < 0 ? [] : (/^\S+/.exec(text.slice(at, from)) ?? []);
  return written === '' ? {from, to} : {from: at, to: at + written.length};
};

const keyOf = (key: Scalar, walk: Walk): string | undefined => {
  const name = toData(key, 0, walk);
  if (typeof name === 'string' && !refusedKeys.has(name)) {
    return name;
  }
  refuse(
    walk,
    spanOf(key),
    name === '<<'
      ? ['merge keys are not allowed', 'write the fields out']
      : ['this key is not allowed', 'choose another name'],
  );
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
    if (found === undefined) {
      return value;
    }
    const source = {value, style: node.type ?? '', span: spanOf(node)};
    const place = placeInScalar(walk.text, source, {from: found.at, to: found.at + 1});
    return refuse(walk, place ?? source.span, [
      `this text holds the invisible character ${found.name}`,
      'remove what stands for it',
    ]);
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

const atLeastOne = ({from, to}: Span): Span => ({from, to: Math.max(to, from + 1)});
