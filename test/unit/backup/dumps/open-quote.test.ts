/** What stands in a quote or in the body of a function is no statement, however much it looks like one. */
import {expect, test} from 'vitest';
import {watchQuotes} from '../../../../src/backup/dumps/open-quote.ts';

const inside = (text: string): readonly string[] => {
  const {beginsInside} = watchQuotes();
  return text.split('\n').filter(line => beginsInside(line));
};

test.each([
  ['the body of a function', "CREATE FUNCTION f() AS $_$\nDROP DATABASE shop; it's\n$_$;\nselect 1;", 2],
  ['a tag in another', '$a$\n$b$ $$\n$a$;\nselect 1;', 2],
  ['a string', "INSERT INTO notes VALUES ('one\n\\connect shop\n''quoted'' two');\nselect 1;", 2],
  ['a string with escapes', "select E'it\\'s\n'' open\\\\';\nselect 1;", 1],
  ['a name', 'CREATE TABLE "two\nlines" (id int);\nselect 1;', 1],
  ['a comment in a comment', '/* one /* two\n*/ still\n*/ select 1;\nselect 1;', 2],
])('lines in %s begin inside', (_, text, lines) => {
  expect(inside(text)).toEqual(text.split('\n').slice(1, 1 + lines));
});

test.each([
  "-- it's a comment",
  "select '\\';",
  "\\! echo 'open",
  'select a$b$c, price$ from shop;',
  "select 'a' || \"b'\" || $$'$$;",
  'select $1, $2;',
])('%s opens nothing', line => {
  expect(inside(`${line}\nselect 1;`)).toEqual([]);
});

test('a dump may say that a backslash escapes in every string', () => {
  expect(inside("SET standard_conforming_strings = off;\nselect 'it\\'s';\nselect 1;")).toEqual([]);
});
