/** Texts and the values that go into them. */
import {expect, test} from 'vitest';
import {connectionValue, durationValue, type Scope, timeValue} from '../../../../src/runbook/expressions/scope.ts';
import {fillWords} from '../../../../src/runbook/texts/fill-words.ts';
import {fillString, fillText, parseText} from '../../../../src/runbook/texts/text.ts';

const uri = 'postgresql://shop:s3cret@db1/tickets';
const scope: Scope = {
  inputs: {
    database: connectionValue(uri),
    tables: ['payments', 'orders'],
    app: null,
    rows: 12,
    share: 0.1,
    sure: true,
    at: timeValue('2026-11-24T02:47:00Z'),
    keep: durationValue(90_000),
    dump: '/srv/dumps/of today',
  },
};

const filled = (text: string) => {
  const result = fillText(text, scope);
  return result.ok ? result.value : `! ${result.reason}`;
};

test.each([
  ['no value at all', 'no value at all'],
  ['${inputs.rows} rows, ${inputs.share}, ${inputs.sure}', '12 rows, 0.1, true'],
  ['since ${inputs.at} for ${inputs.keep}', 'since 2026-11-24T02:47:00Z for PT1M30S'],
  ['on ${inputs.database.host}', 'on db1'],
  ['to ${inputs.database}', `to ${uri}`],
  ['$${HOME} and $HOME and $$ and $', '${HOME} and $HOME and $$ and $'],
  ['$$${inputs.rows}', '$${inputs.rows}'],
  ['${ {"a": "}"}["a"] }!', '}!'],
  ["${'}' + '{'}!", '}{!'],
])('%s', (text, expected) => {
  expect(filled(text)).toBe(expected);
});

test('a text that is exactly one value keeps its type', () => {
  expect(filled('${inputs.tables}')).toEqual(['payments', 'orders']);
  expect(filled('${inputs.rows}')).toBe(12);
  expect(filled('${inputs.app}')).toBeNull();
  expect(filled('${inputs.database}')).toBe(uri);
});

test.each([
  ['of ${inputs.tables}', '! ${inputs.tables} is a list and cannot be written as text'],
  ['of ${inputs.app}', '! ${inputs.app} is null and cannot be written as text'],
  ['of ${ {"a": 1} }', '! ${ {"a": 1} } is a map and cannot be written as text'],
  ['of ${inputs.none}', '! there is nothing called none (in inputs.none)'],
  ['of ${inputs.rows', '! this ${ is not closed by a } (in of ${inputs.rows)'],
  ['of ${ }', '! there is no expression between ${ and } (in of ${ })'],
])('%s is refused', (text, reason) => {
  expect(filled(text)).toBe(reason);
});

test('a text that must be a text is refused where it is something else', () => {
  expect(fillString('${inputs.rows}', scope)).toEqual({ok: true, value: '12'});
  expect(fillString('${inputs.app}', scope)).toMatchObject({ok: false});
});

test('in a command a null is left out, a list becomes several words, and a word with blanks stays one word', () => {
  const words = ['restore', '${inputs.app}', '${inputs.tables}', '--from=${inputs.dump}', '${inputs.rows}', ''];

  expect(fillWords(words, scope)).toEqual({
    ok: true,
    value: ['restore', 'payments', 'orders', '--from=/srv/dumps/of today', '12', ''],
  });
});

test('what cannot be a word of a command is refused', () => {
  expect(fillWords(['${ [[1]] }'], {})).toMatchObject({ok: false});
  expect(fillWords(['${ [null] }'], {})).toMatchObject({ok: false});
  expect(fillWords(['${ {"a": 1} }'], {})).toMatchObject({ok: false});
  expect(fillWords(['${a}'], {a: 'x\0y'})).toMatchObject({ok: false});
});

test('parts know where their expressions stand', () => {
  const text = 'a ${b} $${c} ${ d }';
  const parts = parseText(text);

  expect(parts.ok && parts.value.map(part => ('literal' in part ? part : text.slice(part.from, part.to)))).toEqual([
    {literal: 'a '},
    'b',
    {literal: ' ${c} '},
    ' d ',
  ]);
});
