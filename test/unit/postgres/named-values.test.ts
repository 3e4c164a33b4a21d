/** psql's placeholders are filled where psql fills them, and nowhere else. */

import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fillNamedValues} from '../../../src/postgres/named-values.ts';

const fill = (text: string, values: Readonly<Record<string, unknown>> = {app: "o'neil", table: 'odd "t"'}) => {
  const filled = fillNamedValues(text, values);
  return filled.ok ? filled.value : `refused: ${filled.reason}`;
};

test('values become quoted literals and names quoted identifiers', () => {
  expect(fill(`alter role :"app" nologin; select :'app'::text from :"table"`)).toBe(
    `alter role "o'neil" nologin; select 'o''neil'::text from "odd ""t"""`,
  );
  expect(
    fill(`select :'n', :'yes', :'none', :'list', :'map'`, {
      n: 1.5,
      yes: true,
      none: null,
      list: ['a"', null, 2],
      map: {a: 1},
    }),
  ).toBe(`select '1.5', 'true', null,  E'{"a\\\\"",null,"2"}', '{"a":1}'`);
});

test.each([
  `select ':''app''', ':"app"'`,
  `select ":'app'" from "a:""app"""`,
  `select E'it\\'s :\\'app\\''`,
  `select 1 -- :'app'`,
  `select 1 /* :'app' /* :"app" */ :'app' */`,
  `do $$ begin raise notice ':', :'app'; end $$`,
  `select $body$ :'app' $$ :"app" $body$`,
  `select x::"table", y::'app' from a$b$c where d[1:2] = 3`,
  `select ':unterminated :'`,
])('what stands in quotes, comments, dollar quotes and casts stays: %s', text => {
  expect(fill(text)).toBe(text);
});

test('a dollar inside a word begins no dollar quote, and an E inside one no escape', () => {
  expect(fill(`select a$b$, :'app', rate'x\\', :'app'`)).toBe(`select a$b$, 'o''neil', rate'x\\', 'o''neil'`);
});

test('a name that nobody gave is refused, and so is one that cannot be an identifier', () => {
  expect(fill(`select :'apps'`)).toBe(`refused: the statement asks for :'apps', and params has no "apps"`);
  expect(fill(`drop role :"n"`, {n: 5})).toBe('refused: :"n" needs a name, and params gives 5');
  expect(fill(`select :'toString'`)).toContain('has no "toString"');
  expect(fill(`select :'v'`, {v: 'a\0b'})).toContain('zero byte');
});

test('no value ends its own quotes: what follows it is always read as before', () => {
  fc.assert(
    fc.property(fc.string({unit: fc.constantFrom("'", '"', '\\', '$', ':', '-', '/', '*', 'a', ' ')}), value => {
      const filled = fill(`select :'v', :'w' -- end`, {v: value, w: 'last'});
      const again = fill(filled.replace(`'last'`, `:'w'`), {w: 'last'});
      expect(again).toBe(filled);
    }),
  );
});
