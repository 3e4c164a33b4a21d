/** Regular expressions that cannot hang. */
import {expect, test} from 'vitest';
import {compileRegex} from '../../../src/runbook/linear-regex.ts';

const matches = (pattern: string, text: string) => {
  const compiled = compileRegex(pattern);
  return compiled.ok ? compiled.value(text) : compiled.reason;
};

test.each([
  ['^[a-z_]+$', 'lost_rows', true],
  ['^[a-z_]+$', 'Lost rows', false],
  ['b', 'abc', true],
  ['^a{2,3}$', 'aa', true],
  ['^a{2,3}$', 'aaaa', false],
  ['^a{2,}$', 'aaaa', true],
  ['^(?:ab|cd)*$', 'abcdab', true],
  ['\\bfoo\\b', 'a foo b', true],
  ['\\bfoo\\b', 'afoob', false],
  ['^\\d{4}-\\d\\d$', '2026-11', true],
  ['^[^\\s,]+$', 'a,b', false],
  ['^[]a-]+$', ']-a', true],
  ['^\\.$', '.', true],
  ['^.$', '😀', true],
  ['^a??b*?$', 'bb', true],
  ['a||b', 'c', true],
  ['^{$', '{', true],
  ['', '', true],
])('%s on "%s": %s', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

test.each(['(a', 'a)', '[a', '*a', 'a**', '\\1', '(?=a)', '(?<n>a)', '\\p', 'a\\'])(
  '%s is refused with a sentence',
  pattern => {
    expect(matches(pattern, 'a')).toMatch(/is not a pattern we can use/);
  },
);

test('a pattern that is short to write and long to run is refused', () => {
  expect(matches('((a{100}){100}){100}', 'a')).toMatch(/repeats too much/);
  expect(matches(`${'('.repeat(100)}${')'.repeat(100)}`, 'a')).toMatch(/nested too deep/);
});

test('patterns that make others try for years are answered', () => {
  expect(matches('^(a+)+$', `${'a'.repeat(20_000)}!`)).toBe(false);
  expect(matches('(.*)(.*)(.*)(.*)x', 'a'.repeat(20_000))).toBe(false);
});
