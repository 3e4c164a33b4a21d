/** The CEL types that a value may have when an expression reads it: several where they are open until the run. */

import type {InputDeclaration, InputType} from '../input-declaration.ts';
import {celTypes} from './cel-environment.ts';

/** One of these it will be; nothing where it may be anything. */
export type ValueTypes = readonly string[] | undefined;

export const timestampType = celTypes.timestamp;

/** More alternatives say too little to be worth trying each of them. */
const alternativesMax = 4;

/** Whatever of these it is. */
export const anyOf = (all: readonly ValueTypes[]): ValueTypes => {
  const types = new Set<string>();
  for (const some of all) {
    if (some === undefined) {
      return undefined;
    }
    for (const type of some) {
      types.add(type);
    }
  }
  return types.size === 0 || types.size > alternativesMax ? undefined : [...types];
};

/** Texts that are never written like a time, so that none is taken for one when it is read again. */
const neverTimes: ReadonlySet<InputType> = new Set(['identifier', 'path', 'hostname', 'cidr', 'url']);

/** As a value of a declared type is seen among what steps gave, where a text that is written like a time is one. */
export const givenAs = (type: InputType): ValueTypes => {
  const seen = seenAs({type});
  return celTypes[type] === 'string' && !neverTimes.has(type) ? ['string', timestampType] : seen;
};

/** As an input is seen; the items of a list are plain JSON. */
export const seenAs = ({type, of}: Pick<InputDeclaration, 'type' | 'of'>): ValueTypes => {
  if (type === 'number') {
    return ['double', 'int'];
  }
  if (type === 'list') {
    return [typeof of === 'string' ? listOf(itemTypes[of] ?? 'string') : 'list'];
  }
  return celTypes[type] === 'dyn' ? undefined : [celTypes[type]];
};

/** The rest are texts within a list. */
const itemTypes: {readonly [Type in InputType]?: string} = {
  integer: 'int',
  number: 'dyn',
  json: 'dyn',
  list: 'dyn',
  boolean: 'bool',
};

/** As a value is seen that was kept as JSON: texts may be times, durations are texts, and whole numbers are ints. */
export const keptAs = (types: ValueTypes): ValueTypes => types && anyOf(types.map(keptOne));

const keptOne = (type: string): ValueTypes => {
  switch (type) {
    case 'string':
      return ['string', timestampType];
    case 'double':
      return ['double', 'int'];
    case 'int':
    case 'bool':
    case timestampType:
    case 'list':
    case 'map':
      return [type];
    case celTypes.duration:
    case 'Connection':
      return ['string'];
    default:
      return keptCollection(type);
  }
};

/** Its items may be of either type that one of them is kept as; where some are of one and some of the other, each that is read is still one of them. */
const keptCollection = (type: string): ValueTypes => {
  const item = itemOf(type);
  if (item !== undefined) {
    return (keptOne(item) ?? ['dyn']).map(listOf);
  }
  const value = /^map<[^<>]*, (.*)>$/.exec(type)?.[1];
  return value === undefined ? undefined : (keptOne(value) ?? ['dyn']).map(mapOf);
};

const itemOf = (type: string): string | undefined => /^list<(.*)>$/.exec(type)?.[1];

const listOf = (item: string): string => (item === 'dyn' ? 'list' : `list<${item}>`);

const mapOf = (value: string): string => (value === 'dyn' ? 'map' : `map<string, ${value}>`);

/** What an item of such a list is in a loop: as it was kept, and a text that leads to a database is a connection. */
export const itemsAs = (types: ValueTypes): ValueTypes =>
  types &&
  anyOf(
    types.map(type => {
      const item = itemOf(type);
      const kept = item === undefined ? undefined : keptOne(item);
      return kept?.includes('string') ? [...kept, 'Connection'] : kept;
    }),
  );
