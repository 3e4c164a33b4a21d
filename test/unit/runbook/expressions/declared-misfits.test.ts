/** What an included runbook is told, held against what its inputs can be. */
import {expect, test} from 'vitest';
import {fail, succeed} from '../../../../src/base/result.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import {smallRunbook} from '../../../support/small-runbook.ts';

const child = (declared: string): string =>
  smallRunbook("  - {id: look, title: Look, instruction: 'Look.'}", `inputs: {told: ${declared}}`).replace(
    'id: shop-outage',
    'id: child',
  );

const inputs = `inputs:
  n: {type: integer, default: 1}
  half: {type: number, default: 0.5}
  host: {type: hostname, default: db-1}
  word: {type: string, default: x}
  at: {type: timestamp, default: 20m ago}
  hosts: {type: list, of: hostname, default: a}
  yes: {type: boolean, default: true}`;

const messages = (declared: string, told: string): readonly string[] =>
  loadRunbook(
    smallRunbook(
      `  - {id: child, title: Child, include: {runbook: child, inputs: {told: ${JSON.stringify(told)}}}}`,
      inputs,
    ),
    {
      today: '2026-11-24',
      beside: path => (path === 'included/child.yaml' ? succeed(child(declared)) : fail('there is no such file')),
    },
  ).diagnostics.map(({message}) => message);

test.each([
  ['{type: timestamp}', '20m ago'],
  ['{type: timestamp}', '02:47'],
  ['{type: timestamp}', '${inputs.at}'],
  ['{type: timestamp}', '${inputs.word}'],
  ['{type: timestamp}', '2026-11-24T${inputs.word}'],
  ['{type: string}', '${inputs.n}'],
  ['{type: string, pattern: "^9$"}', '${inputs.n}'],
  ['{type: choice, of: ["1", "2"]}', '${inputs.n}'],
  ['{type: number}', '${inputs.n}'],
  ['{type: integer}', '${inputs.half}'],
  ['{type: integer}', '42'],
  ['{type: hostname}', '${inputs.n}'],
  ['{type: list, of: string}', 'a, b'],
  ['{type: list, of: string}', '${inputs.word}'],
  ['{type: json}', '${inputs.hosts}'],
  ['{type: string, optional: true}', ''],
  ['{type: string}', '$${HOME}'],
])('an input %s can be told %s', (declared, told) => {
  expect(messages(declared, told)).toEqual([]);
});

test.each([
  [
    '{type: timestamp}',
    '${inputs.n}',
    'input "told" of what is included has the type timestamp, but this gives a number',
  ],
  [
    '{type: timestamp}',
    '${inputs.host}',
    'input "told" of what is included has the type timestamp, but input "host" is declared as hostname',
  ],
  [
    '{type: integer}',
    '${inputs.yes}',
    'input "told" of what is included has the type integer, but this gives true or false',
  ],
  ['{type: integer}', '${inputs.at}', 'input "told" of what is included has the type integer, but this gives a time'],
  ['{type: string}', '${inputs.hosts}', 'input "told" of what is included has the type string, but this gives a list'],
  [
    '{type: list, of: string}',
    '${inputs.n}',
    'input "told" of what is included has the type list, but this gives a number',
  ],
  ['{type: boolean}', '${inputs.n}', 'input "told" of what is included has the type boolean, but this gives a number'],
])('an input %s cannot be told %s', (declared, told, message) => {
  expect(messages(declared, told)).toEqual([message]);
});

test.each([
  ['{type: integer}', 'many', /has the type integer: "many" is not a whole number/],
  ['{type: timestamp}', 'gestern', /has the type timestamp: "gestern" is not a time/],
  ['{type: choice, of: [a, b]}', 'c', /has the type choice: "c" is none of its names/],
  ['{type: string, pattern: "^[a-z]+$"}', 'A1', /has the type string: "A1" does not match/],
])('an input %s cannot read the text %s', (declared, told, message) => {
  expect(messages(declared, told)).toEqual([expect.stringMatching(message)]);
});
