/** The nodes of a file as plain data, or the first thing in them that a runbook must not hold. */
import type {Node, Pair, Scalar} from 'yaml';
import {isAlias, isMap, isScalar, isSeq} from 'yaml';
import type {Json} from '../../base/canonical-json.ts';
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {firstHidden} from '../../diagnostics/hidden-characters.ts';
import type {Span} from '../../diagnostics/span.ts';
import {deepRefusal, depthMax, itemsMax, longRefusal} from './document-limits.ts';
import {spanOf} from './document-places.ts';
import {placingOf} from './scalar-place.ts';
import {atLeastOne} from './yaml-errors.ts';

/** Plain data of nodes: without tags, anchors, aliases, merge keys, equal keys, and numbers that would not be kept. */
export const dataOf = (text: string, root: Node | null): Result<Json, Diagnostic> => {
  const walk: Walk = {text, problems: []};
  const data = toData(root, 0, walk);
  const [problem] = walk.problems;
  return problem === undefined ? succeed(data) : fail(problem);
};

type Walk = {readonly text: string; readonly problems: Diagnostic[]};

const refuse = (walk: Walk, span: Span, [message, hint]: readonly [string, string]): null => {
  walk.problems.push({code: 'yaml/refused', severity: 'error', message, span: atLeastOne(span), hint});
  return null;
};

const toData = (node: Node | null, depth: number, walk: Walk): Json => {
  // Only the first problem is told, so what follows it need not be read.
  if (node === null || walk.problems.length > 0) {
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
    return isTooLong(node, 'list', walk) ? null : node.items.map(item => toData(item, depth + 1, walk));
  }
  return isMap<Scalar, Node | null>(node) && !isTooLong(node, 'map', walk) ? mapData(node.items, depth, walk) : null;
};

const isTooLong = (node: Node & {readonly items: readonly unknown[]}, what: 'list' | 'map', walk: Walk): boolean => {
  if (node.items.length <= itemsMax) {
    return false;
  }
  const {from} = spanOf(node);
  walk.problems.push(longRefusal(what, {from, to: from + 1}));
  return true;
};

const mapData = (pairs: readonly Pair<Scalar, Node | null>[], depth: number, walk: Walk): Json => {
  // A null prototype: no key of the file can be taken for one that objects have by nature.
  const data: {[key: string]: Json} = Object.create(null);
  for (const {key, value} of pairs) {
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
    const place = placingOf(walk.text, source)?.({from: found.at, to: found.at + 1});
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
