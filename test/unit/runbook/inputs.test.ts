/** What people may type for an input, and what is kept of it. */
import {expect, test} from 'vitest';
import type {InputDeclaration} from '../../../src/runbook/input-declaration.ts';
import {readInput} from '../../../src/runbook/inputs.ts';

/** A quarter past ten in Berlin. */
const time = {nowMs: Date.parse('2026-11-24T09:15:00Z'), zoneOffsetMinutes: 60};

type Type = InputDeclaration['type'];

const declare = (type: Type, more: Partial<InputDeclaration> = {}): InputDeclaration => ({
  name: 'x',
  type,
  optional: false,
  span: {from: 0, to: 0},
  ...more,
});

const read = (type: Type, raw: Parameters<typeof readInput>[1], more: Partial<InputDeclaration> = {}) => {
  const result = readInput(declare(type, more), raw, time);
  return result.ok ? result.value : `! ${result.reason}`;
};

test.each([
  ['string', ' as it is ', ' as it is '],
  ['string', 5, '5'],
  ['integer', ' 42 ', 42],
  ['integer', -7, -7],
  ['number', '0.5', 0.5],
  ['number', '1e3', 1000],
  ['boolean', 'yes', true],
  ['boolean', 'False', false],
  ['json', '{"a": [1]}', {a: [1]}],
  ['json', {a: 1}, {a: 1}],
  ['duration', '1h30m', 'PT1H30M'],
  ['duration', 'PT90M', 'PT1H30M'],
  ['duration', '2d', 'PT48H'],
  ['identifier', 'payments', 'payments'],
  ['identifier', 'Größe der Bestellung', 'Größe der Bestellung'],
  ['identifier', 'shop.orders', 'shop.orders'],
  ['path', '/srv/base backup', '/srv/base backup'],
  ['hostname', 'db1.example.net', 'db1.example.net'],
  ['hostname', '2001:db8::1', '2001:db8::1'],
  ['cidr', '10.0.0.0/8', '10.0.0.0/8'],
  ['cidr', '2001:db8::/32', '2001:db8::/32'],
  ['url', 'https://example.net/a?b', 'https://example.net/a?b'],
  ['connection', 'postgresql://a:b@c/d', 'postgresql://a:b@c/d'],
  ['secret', ' kept\tas it is ', ' kept\tas it is '],
] as const)('%s from %o', (type, raw, kept) => {
  expect(read(type, raw)).toEqual(kept);
});

test.each([
  ['integer', '4.5', '! "4.5" is not a whole number like 42'],
  ['integer', '99999999999999999999', '! "99999999999999999999" is not a whole number like 42'],
  ['number', 'many', '! "many" is not a number like 0.5'],
  ['boolean', 'maybe', '! "maybe" is not true or false'],
  ['json', '{a: 1}', /^! this is not JSON like/],
  ['json', `${'['.repeat(33)}${']'.repeat(33)}`, '! this is nested more than 32 levels deep'],
  ['json', '['.repeat(20_000), /^! this is not JSON like/],
  ['json', `"${'x'.repeat(65_536)}"`, '! this text is longer than 65536 characters'],
  ['secret', 'half a \ud83d', '! this text is no UTF-8'],
  ['duration', 'soon', /^! "soon" is not a duration; write it like/],
  ['identifier', 'a"; drop table b; --', /^! .* is not the name of a database object/],
  ['identifier', 'x'.repeat(64), /^! .* is longer than 63 bytes, which PostgreSQL would cut/],
  ['path', 'base/today', '! "base/today" is not a path that begins with /'],
  ['path', '/srv/../etc', /^! .* leads back with \.\./],
  ['hostname', 'db_1', /^! "db_1" is not the name or address of a host/],
  ['hostname', '-x', /is not the name/],
  ['cidr', '10.0.0.0/33', /is not an address with its prefix/],
  ['cidr', '10.0.0.256/8', /is not an address with its prefix/],
  ['url', 'ftp://x', /is not an address like/],
  ['string', 'a\x1b[31m', '! this text holds the invisible character ␛'],
  ['string', 'x'.repeat(70_000), /^! this text is longer than/],
  ['secret', 'a\0b', '! this text holds a zero byte'],
  ['string', ['a'], '! this is not a text'],
  ['list', {a: 1}, /^! this is not values with commas/],
] as const)('%s refuses %o', (type, raw, reason) => {
  expect(read(type, raw)).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
});

test('a connection that does not fit is not repeated: it may hold a password', () => {
  expect(read('connection', 'mysql://root:s3cret@db')).toBe(
    '! this is not a PostgreSQL connection like postgresql://user@host:5432/database',
  );
});

test('a list takes values with commas between, JSON, and the items are read by their type', () => {
  expect(read('list', 'payments, orders', {of: 'identifier'})).toEqual(['payments', 'orders']);
  expect(read('list', '["a, b"]', {of: 'string'})).toEqual(['a, b']);
  expect(read('list', ['1', 2], {of: 'integer'})).toEqual([1, 2]);
  expect(read('list', 'payments, 1; drop', {of: 'identifier'})).toMatch(/^! item 2: /);
});

test('a choice is one of its names', () => {
  const of = ['point_in_time', 'dump'];

  expect(read('choice', 'dump', {of})).toBe('dump');
  expect(read('choice', 'dmup', {of})).toBe('! "dmup" is none of its names; did you mean "dump"?');
});

test('a string can have a pattern', () => {
  expect(read('string', 'INC-17', {pattern: '^INC-\\d+$'})).toBe('INC-17');
  expect(read('string', '17', {pattern: '^INC-\\d+$'})).toBe('! "17" does not match ^INC-\\d+$');
});

test('nothing is null where the input is optional, and refused where it is not', () => {
  expect(read('identifier', '', {optional: true})).toBeNull();
  expect(read('identifier', null, {optional: true})).toBeNull();
  expect(read('identifier', ' ')).toBe('! it needs the name of a database object, like orders or shop.orders');
});
