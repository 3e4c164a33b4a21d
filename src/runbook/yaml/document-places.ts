/** Where things stand in a document: the spans that diagnostics point at. */
import type {Node, Pair, Scalar} from 'yaml';
import {isCollection, isMap, isScalar, isSeq} from 'yaml';
import type {Span} from '../../diagnostics/span.ts';
import {type Placing, placingOf, type ScalarSource} from './scalar-place.ts';

/** Where something stands in a document: keys of maps and indexes of lists. */
export type DocumentPath = readonly (string | number)[];

/** A part of a text value, by offsets within the text as it was read: blanks around it may be gone. */
export type TextPart = Span & {readonly text: string};

export type Places = {
  /**
   * The span of a value, and of its key where the value goes over several lines or is nothing; of the nearest value around
   * it where the path leads nowhere.
   */
  readonly valueSpan: (path: DocumentPath) => Span;
  /** The span of all of a value, over however many lines. */
  readonly wholeSpan: (path: DocumentPath) => Span;
  /** The span of the key that a path ends with. What has none, as an item of a list, is found by the first key in it. */
  readonly keySpan: (path: DocumentPath) => Span;
  readonly spanWithin: (path: DocumentPath, part: TextPart) => Span;
  readonly has: (path: DocumentPath) => boolean;
};

/** The places of a parsed text. */
export const placesOf = (text: string, root: Node | null): Places => {
  const find = finderIn(root);
  const placingAt = lastPlacing(text);
  const valueSpan = (path: DocumentPath): Span => {
    const found = find(path);
    if (found === undefined) {
      return valueSpan(path.slice(0, -1));
    }
    const span = found.value === null ? undefined : trimmed(text, spanOf(found.value));
    return span !== undefined && isOneLine(text, span) ? span : headSpan(found, span);
  };
  const keySpan = (path: DocumentPath): Span => {
    const found = find(path);
    return found === undefined
      ? valueSpan(path)
      : headSpan(found, found.value === null ? undefined : spanOf(found.value));
  };
  return {
    valueSpan,
    wholeSpan: path => {
      const value = find(path)?.value;
      return value ? trimmed(text, spanOf(value)) : valueSpan(path);
    },
    keySpan,
    spanWithin: (path, part) => {
      const node = find(path)?.value;
      return (isScalar(node) ? placingAt(node, part.text)?.(part) : undefined) ?? valueSpan(path);
    },
    has: path => find(path) !== undefined,
  };
};

/** What an eye falls on first: the key, the first key inside, else the first character. */
const headSpan = ({key, value}: Found, span: Span | undefined): Span => {
  const first = isMap<Scalar, Node | null>(value) ? value.items[0]?.key : undefined;
  const head = key ?? first;
  return head ? spanOf(head) : {from: span?.from ?? 0, to: (span?.from ?? 0) + 1};
};

/** Most fields take texts without the blanks around them: so many letters stand before what was read. */
const blanksBefore = (text: string, {value}: ScalarSource): number =>
  value !== text && value.trim() === text ? value.length - value.trimStart().length : 0;

type Found = {readonly key?: Node; readonly value: Node | null};

const finderIn = (root: Node | null): ((path: DocumentPath) => Found | undefined) => {
  const pairOf = indexedPairs();
  return path => findNode(root, path, pairOf);
};

type MapNode = Node & {readonly items: readonly Pair<Scalar, Node | null>[]};

type PairOf = (map: MapNode, key: string | number) => Pair<Scalar, Node | null> | undefined;

/** Maps with more keys than this are indexed: a search in thousands of keys for each of them would take quadratic time. */
const searchedMax = 16;

const indexedPairs = (): PairOf => {
  const indexes = new WeakMap<MapNode, ReadonlyMap<unknown, Pair<Scalar, Node | null>>>();
  return (map, key) => {
    if (map.items.length <= searchedMax) {
      return map.items.find(pair => pair.key.value === key);
    }
    const index = indexes.get(map) ?? new Map(map.items.map(pair => [pair.key.value, pair] as const));
    indexes.set(map, index);
    return index.get(key);
  };
};

const findNode = (root: Node | null, path: DocumentPath, pairOf: PairOf): Found | undefined => {
  let found: Found = {value: root};
  for (const step of path) {
    const {value} = found;
    if (isMap<Scalar, Node | null>(value)) {
      const pair = pairOf(value, step);
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

/** The last text that was asked about is kept: a text with a thousand mistakes is looked at once. */
const lastPlacing = (text: string): ((node: Scalar, read: string) => Placing | undefined) => {
  let last: {readonly node: Scalar; readonly read: string; readonly placing: Placing | undefined} | undefined;
  return (node, read) => {
    if (last?.node !== node || last.read !== read) {
      last = {node, read, placing: placingAsRead(text, node, read)};
    }
    return last.placing;
  };
};

const placingAsRead = (text: string, node: Scalar, read: string): Placing | undefined => {
  const source = scalarSource(node);
  const placing = source && placingOf(text, source);
  if (source === undefined || placing === undefined) {
    return undefined;
  }
  const before = blanksBefore(read, source);
  return ({from, to}) => placing({from: from + before, to: to + before});
};

const scalarSource = (node: Scalar): ScalarSource | undefined =>
  typeof node.value === 'string' && node.type !== undefined
    ? {value: node.value, style: node.type, span: spanOf(node)}
    : undefined;

/** Where a node of the tree stands. */
export const spanOf = (node: Node): Span => {
  const [from, to] = node.range ?? [0, 0];
  return {from, to: isCollection(node) ? Math.max(from, to) : to};
};

/** A block's range ends with the white space after it; a mark under that helps nobody. */
const trimmed = (text: string, {from, to}: Span): Span => ({from, to: from + text.slice(from, to).trimEnd().length});

const isOneLine = (text: string, {from, to}: Span): boolean => to > from && !text.slice(from, to).includes('\n');
