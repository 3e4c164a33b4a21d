/** The check digits beside a step: what changes them, and what does not. */
import {expect, test} from 'vitest';
import {fail, succeed} from '../../../src/base/result.ts';
import {sheet} from '../../../src/paper/sheet.ts';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {plan} from '../../support/paper-page.ts';
import {printed} from '../../support/printed.ts';
import {smallRunbook} from '../../support/small-runbook.ts';

const digitsOn = (page: string): readonly string[] =>
  [...page.matchAll(/\*\*check (\d\d)\*\*/g)].map(([, digits = '']) => digits);

/** Digits of a runbook with files beside it. */
const digitsOf = (text: string, files: Readonly<Record<string, string>> = {}): readonly string[] => {
  const beside = (path: string) => (files[path] === undefined ? fail('there is none') : succeed(files[path]));
  const {runbook, diagnostics} = loadRunbook(text, {plan, today: '2026-11-24', beside});
  if (runbook === undefined) {
    throw new Error(diagnostics[0]?.message);
  }
  return digitsOn(sheet(printed({runbook, plan, text, planText: 'plan', beside: new Map(Object.entries(files))})));
};

/** Which steps have other digits afterwards, by their places. */
const changed = (before: readonly string[], after: readonly string[]): readonly number[] => {
  expect(after).toHaveLength(before.length);
  return before.flatMap((digits, index) => (digits === after[index] ? [] : [index]));
};

test('the digits of a step follow its own text and the probes that it asks, and nothing else in the file', () => {
  const steps = (verb: string, other: string, probed: string) =>
    smallRunbook(
      `
  - id: one
    title: One
    idempotent: true
    estimate: 1m
    command: [${verb}, one]
    verify: [{probe: seen}]
  - id: two
    title: Two
    idempotent: true
    estimate: 1m
    command: [${other}, two]
`,
      `probes: {base: {command: [${probed}]}, outer: {probe: base}, seen: {not: outer}}`,
    );
  const own = digitsOf(steps('echo', 'echo', 'ls'));
  expect(changed(own, digitsOf(steps('printf', 'echo', 'ls')))).toEqual([0]);
  expect(changed(own, digitsOf(steps('echo', 'printf', 'ls')))).toEqual([1]);
  expect(changed(own, digitsOf(steps('echo', 'echo', 'stat')))).toEqual([0]);
  expect(digitsOf(steps('echo', 'echo', 'ls').replaceAll('\n', '\r\n'))).toEqual(own);
  expect(digitsOf(`${steps('echo', 'echo', 'ls')}# A remark.\n`)).toEqual(own);
});

test('the digits of a step follow the SQL of its checks and of its way back, also from files', () => {
  const connection = 'connection: "postgresql://db-1.example/shop"';
  const text = smallRunbook(`
  - id: one
    title: One
    idempotent: true
    estimate: 1m
    command: [echo, one]
    verify: [{sql: {${connection}, file: look.sql}}]
    undo: {sql: {${connection}, file: back.sql}}
  - {id: two, title: Two, check: {sql: {${connection}, file: look.sql}}}
`);
  const files = {'look.sql': 'select 1;', 'back.sql': 'delete from a;'};
  const own = digitsOf(text, files);
  expect(changed(own, digitsOf(text, {...files, 'back.sql': 'delete from b;'}))).toEqual([0]);
  expect(changed(own, digitsOf(text, {...files, 'look.sql': 'select 2;'}))).toEqual([0, 1]);
});

test('a change deep in an included runbook changes the digits of the steps that show it, and of no other', () => {
  const including = (id: string, child: string) =>
    smallRunbook(`\n  - {id: more, title: More, include: {runbook: ${child}}}\n`).replace(/^id: .*$/m, `id: ${id}`);
  const files = (probed: string) => ({
    'included/middle.yaml': including('middle', 'deep'),
    'included/middle/included/deep.yaml': smallRunbook(
      '\n  - {id: look, title: Look, check: {probe: outer}}\n',
      `probes: {base: {command: [ls, ${probed}]}, outer: {probe: base}}`,
    ).replace(/^id: .*$/m, 'id: deep'),
  });
  const own = digitsOf(including('top', 'middle'), files('/a'));
  expect(changed(own, digitsOf(including('top', 'middle'), files('/b')))).toEqual([2]);
});

test('the digits of a step follow a long text that stands at the end, and not the number that it has there', () => {
  const look = (file: string) => `check: {sql: {connection: "postgresql://db-1.example/shop", file: ${file}}}`;
  const rows = (table: string) =>
    Array.from({length: 70}, (_line, index) => `select ${index} from ${table};`).join('\n');
  const text = smallRunbook(`
  - {id: one, title: One, ${look('one.sql')}}
  - {id: two, title: Two, ${look('two.sql')}}
`);
  const files = {'one.sql': rows('a'), 'two.sql': rows('b')};
  const own = digitsOf(text, files);
  expect(changed(own, digitsOf(text, {...files, 'two.sql': rows('b').replace('select 42', 'select 43')}))).toEqual([1]);
  // Now the second is the first of the long ones.
  expect(changed(own, digitsOf(text, {...files, 'one.sql': 'select 1;'}))).toEqual([0]);
});
