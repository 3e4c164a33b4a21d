/** Random values as fields of a text hold them, and maps and lists of them. */
import fc from 'fast-check';
import type {Json} from '../../src/base/canonical-json.ts';
import {eventNames} from '../../src/runbook/words.ts';

export type Value = fc.Arbitrary<Json>;
export type Fields = {readonly [field: string]: Value};

export const of = (...values: readonly Json[]): Value => fc.constantFrom(...values);
export const listOf = (value: Value, minLength = 0): Value => fc.array(value, {minLength, maxLength: 2});
export const namesTo = (value: Value, minKeys = 0): Value => fc.dictionary(name, value, {minKeys, maxKeys: 2});

/** A map that has the first fields, and some of the others. */
export const map = (must: Fields, may: Fields = {}, most = 3): Value =>
  fc
    .subarray(Object.keys(may), {maxLength: Math.min(most, Object.keys(may).length)})
    .chain(chosen => fc.record({...must, ...Object.fromEntries(chosen.map(field => [field, may[field] ?? of(null)]))}));

export const either = (...values: readonly Value[]): Value => fc.oneof(...values);

export const name = fc.constantFrom('stop_writes', 'db_operator', 'a', 'orders_2026');
export const words = of('Say that the shop is down', ' spaced ', 'item ${item} of ${run.id}', '1 + 1 == 2');
export const kebab = of('access-review', 'a', 'plan-9');
export const duration = of('0s', '90s', '1h30m', '2d', 'PT90M', 'P1DT2H');
export const longer = of('90s', '1h30m', 'PT0H1M', '007s');
export const any = of(null, true, 7, 'text', ['a', {b: null}], {a: {b: 1}});
export const truth = of(true, false);
export const day = of('2026-11-24', '2024-02-29');
export const event = of(...eventNames);
