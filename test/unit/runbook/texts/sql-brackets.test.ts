/** A statement that YAML cut at a comma is found; whatever PostgreSQL can read is taken for whole. */
import {expect, test} from 'vitest';
import {isWholeStatement} from '../../../../src/runbook/texts/sql-brackets.ts';

test.each([
  'select pg_terminate_backend(pid, 5000) from pg_stat_activity',
  `insert into notes (text) values ('a (bracket, and '' a quote')`,
  'select count(*) from "odd (name" -- a remark (with a bracket',
  'select 1 /* (not yet */ + 1',
  "do $$ begin perform f(1); raise notice '('; end $$",
  "do $body$ begin perform '$$('; end $body$",
  `alter role :"app" nologin`,
  'select * from payments where created_at < $1 and id = $2',
  String.raw`select E'it\'s (open'`,
  String.raw`select 'C:\'`,
])('%s is whole', statement => {
  expect(isWholeStatement(statement)).toBe(true);
});

test.each([
  'select pg_terminate_backend(pid',
  '5000) from pg_stat_activity',
  `insert into notes (text) values ('a`,
  'select count(*) from "odd',
  'select f(1 -- and the rest is a remark)',
  'select 1 /* never closed',
  'do $$ begin perform f(1); end',
])('%s is a piece of one', statement => {
  expect(isWholeStatement(statement)).toBe(false);
});
