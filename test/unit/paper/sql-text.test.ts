/** Where a long statement is broken for paper. */
import {expect, test} from 'vitest';
import {brokenSql, endedSql} from '../../../src/paper/sql-text.ts';

const long = `select (select count(*) from pg_stat_activity where usename = $1) as sessions, 'a  b' as "two  words", (select rolcanlogin from pg_roles)`;

test('a long statement is broken where white space means nothing', () => {
  const lines = brokenSql(long).split('\n');
  expect(lines.length).toBe(2);
  expect(Math.max(...lines.map(line => line.length))).toBeLessThan(90);
  expect(lines.map(line => line.trim()).join(' ')).toBe(long);
});

test('what is quoted stays in one piece', () => {
  const quoted = `select '${'a b '.repeat(40)}'`;
  expect(brokenSql(quoted).replace('\n  ', ' ')).toBe(quoted);
});

test('a statement of which nobody can be sure stays as it is', () => {
  const padding = 'x '.repeat(60);
  const unsure = [
    `select 1 -- ${padding}`,
    `/* ${padding} */ select 1`,
    `do $body$ ${padding} $body$`,
    `select e'\\' ${padding}'`,
    `it's ${padding}`,
  ];
  expect(unsure.map(brokenSql)).toEqual(unsure);
});

test('a statement ends with a semicolon that the server sees, also behind a comment', () => {
  expect(endedSql(' select 1 ')).toBe('select 1;');
  expect(endedSql('select 1;')).toBe('select 1;');
  expect(endedSql('update a set x = 1 -- the old rows;')).toBe('update a set x = 1 -- the old rows;\n;');
  expect(endedSql('update a -- the old rows\nset x = 1;\n')).toBe('update a -- the old rows\nset x = 1;');
  expect(endedSql("select '--'")).toBe("select '--'\n;");
});
