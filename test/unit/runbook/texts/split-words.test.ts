/** A command as one text. */
import {expect, test} from 'vitest';
import {splitWords} from '../../../../src/runbook/texts/split-words.ts';

const words = (text: string) => {
  const result = splitWords(text);
  return result.ok ? result.value.map(word => word.text) : result.reason.message;
};

test.each([
  ['pg_dump -Fc  shop', ['pg_dump', '-Fc', 'shop']],
  ['say "a b" \'c d\' e', ['say', 'a b', 'c d', 'e']],
  ['--name="a b"c', ['--name=a bc']],
  ['say "a \\"b\\" \\\\"', ['say', 'a "b" \\']],
  ["say 'a \\ b' ''", ['say', 'a \\ b', '']],
  ['say "| > & $x *"', ['say', '| > & $x *']],
  ['a\n  b\tc', ['a', 'b', 'c']],
  ['drop ${inputs.a + "x y"} x${ f("}") }y', ['drop', '${inputs.a + "x y"}', 'x${ f("}") }y']],
  ['say "to ${inputs.name} now"', ['say', 'to ${inputs.name} now']],
  ["say '$${HOME}'", ['say', '$${HOME}']],
  ['--set name=value', ['--set', 'name=value']],
])('%s', (text, expected) => {
  expect(words(text)).toEqual(expected);
});

test.each([
  'a | b',
  'a && b',
  'a; b',
  'a > b',
  'a $(b)',
  'a `b`',
  'a *.sql',
  'a ~',
  'a $HOME',
  'a # b',
  'a {b,c}',
  'a \\',
])('%s needs a shell, and there is none', text => {
  expect(words(text)).toMatch(/means something to a shell/);
});

test('an assignment before the command has a place of its own', () => {
  expect(words('PGUSER=x psql')).toBe('a command does not begin with an assignment');
});

test('what is not closed is an error with its place', () => {
  expect(splitWords('say "a')).toMatchObject({ok: false, reason: {message: 'this quote is not closed', from: 4}});
  expect(splitWords('say ${a')).toMatchObject({ok: false, reason: {from: 4}});
  expect(splitWords('say "${a"')).toMatchObject({ok: false, reason: {from: 5}});
});
