/** Runbooks that are YAML, with nodes and expressions that were changed at random: what gets past the parser. */
import fc from 'fast-check';
import {parse, stringify} from 'yaml';
import {oddText, randomCel} from './bad-scalars.ts';
import {place, someText} from './good-texts.ts';

type Tree = null | boolean | number | string | Tree[] | {[key: string]: Tree};

type Slot = {readonly holder: Tree[] | {[key: string]: Tree}; readonly key: string};

const slotsIn = (tree: Tree, found: Slot[] = []): readonly Slot[] => {
  if (typeof tree === 'object' && tree !== null) {
    for (const [key, value] of Object.entries(tree)) {
      found.push({holder: tree, key});
      slotsIn(value, found);
    }
  }
  return found;
};

const standing = ({holder, key}: Slot): Tree => Reflect.get(holder, key);

/** Also under a name that objects have by nature. */
const put = (holder: Slot['holder'], key: string, value: Tree): void => {
  if (Array.isArray(holder)) {
    holder[/^\d{1,4}$/.test(key) ? Math.min(Number(key), holder.length) : holder.length] = value;
  } else {
    Object.defineProperty(holder, key, {value, enumerable: true, configurable: true, writable: true});
  }
};

type NodeChange = {
  readonly change: 'delete' | 'copy' | 'odd' | 'wrap' | 'deep' | 'rename' | 'double';
  readonly at: number;
  readonly to: number;
  readonly odd: Tree;
};

const oddTree: fc.Arbitrary<Tree> = fc.oneof(
  {arbitrary: oddText, weight: 6},
  {arbitrary: fc.constantFrom<Tree>(null, true, false, 0, -1, 1.5, 1e21, 4_294_967_296), weight: 2},
  {arbitrary: fc.constantFrom<Tree>([], {}, [[]], [null], {a: {}}, [{}, {}]), weight: 2},
);

const nodeChange: fc.Arbitrary<NodeChange> = fc.record({
  change: fc.constantFrom('delete', 'copy', 'odd', 'odd', 'odd', 'wrap', 'deep', 'rename', 'double'),
  at: place,
  to: place,
  odd: oddTree,
});

const changeNodes = (tree: Tree, {change, at, to, odd}: NodeChange): void => {
  const slots = slotsIn(tree);
  const slot = slots[at % Math.max(1, slots.length)];
  const other = slots[to % Math.max(1, slots.length)];
  if (slot === undefined || other === undefined) {
    return;
  }
  const {holder, key} = slot;
  const value = standing(slot);
  switch (change) {
    case 'delete':
      Reflect.deleteProperty(holder, key);
      break;
    case 'copy':
      put(holder, key, structuredClone(standing(other)));
      break;
    case 'odd':
      // A copy: the same odd node twice would come to hold itself, and the next text would find it changed.
      put(holder, key, structuredClone(odd));
      break;
    case 'wrap':
      put(holder, key, to % 2 === 0 ? [value] : {[other.key]: value});
      break;
    case 'deep':
      Reflect.set(
        holder,
        key,
        Array.from({length: to % 40}).reduce<Tree>(inner => [inner], value),
      );
      break;
    case 'rename':
      put(holder, typeof odd === 'string' ? odd : other.key, value);
      break;
    case 'double':
      if (Array.isArray(holder)) {
        holder.push(structuredClone(value));
      }
      break;
  }
};

/** Some examples are there because they are no YAML. */
const treeOf = (text: string): Tree => {
  try {
    return parse(text, {logLevel: 'silent'});
  } catch {
    return null;
  }
};

/** Written as others would write it; what cannot be written at all is no text. */
const written = (
  tree: Tree,
  [style, collections]: readonly ['PLAIN' | 'QUOTE_DOUBLE' | 'BLOCK_FOLDED', 'any' | 'flow'],
): string =>
  stringify(tree, {
    defaultStringType: style,
    defaultKeyType: 'PLAIN',
    collectionStyle: collections,
    lineWidth: 60,
    aliasDuplicateObjects: false,
  });

/** Nodes deleted, copied, wrapped, renamed and of other types, and all of it written in another style. */
export const byNodes = fc
  .tuple(
    someText.map(treeOf),
    fc.array(nodeChange, {minLength: 1, maxLength: 3}),
    fc.tuple(fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'BLOCK_FOLDED'), fc.constantFrom('any', 'flow')),
  )
  .map(([tree, changes, style]) => {
    for (const change of changes) {
      changeNodes(tree, change);
    }
    return written(tree, style);
  });

/** Where runbooks have expressions, and texts with expressions in them. */
const isExpression = (slot: Slot): boolean => {
  const value = standing(slot);
  const fields = /^(?:when|expect|fail_when|until|choose|propose|assert|in|value|recovery_point|pattern|default)$/;
  return typeof value === 'string' && (fields.test(slot.key) || /\$\{|steps\.|inputs\.|rows\[/.test(value));
};

const expressionChange = fc.record({slot: place, at: fc.nat({max: 60}), length: fc.nat({max: 12}), instead: randomCel});

/** Expressions with pieces of others in them. */
export const byExpressions = fc
  .tuple(someText.map(treeOf), fc.array(expressionChange, {minLength: 1, maxLength: 3}))
  .map(([tree, changes]) => {
    for (const {slot, at, length, instead} of changes) {
      const slots = slotsIn(tree).filter(isExpression);
      const changed = slots[slot % Math.max(1, slots.length)];
      if (changed !== undefined) {
        const text = String(standing(changed));
        put(changed.holder, changed.key, text.slice(0, at) + instead + text.slice(at + length));
      }
    }
    return written(tree, ['QUOTE_DOUBLE', 'any']);
  });
