/** Regular expressions that cannot hang. */
import {expect, test} from 'vitest';
import {compileRegex} from '../../../../src/runbook/regex/linear-regex.ts';

const matches = (pattern: string, text: string) => {
  const compiled = compileRegex(pattern);
  const matched = compiled.ok ? compiled.value(text) : compiled;
  return matched.ok ? matched.value : matched.reason;
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

test('nothing that is repeated without end is nothing', () => {
  expect(matches('^((((){9999}){9999}){9999}){9999}a$', 'a')).toBe(true);
  expect(matches('^((a*)*)*$', 'aaa')).toBe(true);
});

test('a long class that is repeated is looked through once for each character', () => {
  expect(matches(`^[${'b'.repeat(900)}a]{1,900}$`, 'a'.repeat(900))).toBe(true);
});

test('patterns that make others try for years are answered', () => {
  expect(matches('^(a+)+$', `${'a'.repeat(20_000)}!`)).toBe(false);
  expect(matches('(.*)(.*)(.*)(.*)x', 'a'.repeat(20_000))).toBe(false);
});

test('a pattern and a text that are too long for each other are refused with a sentence', () => {
  expect(matches('(a|b|c|.){150}x', 'a'.repeat(60_000))).toBe(
    '"(a|b|c|.){150}x" is too long for a text of 60000 characters',
  );
  expect(matches('^[a-z]{1,253}$', 'a'.repeat(300))).toBe(false);
  expect(matches('^[a-z0-9._-]+$', 'a'.repeat(65_536))).toBe(true);
});
