/** What a drill block or `--set` may give a fault. */
import {expect, test} from 'vitest';
import {readParameters} from '../../../../src/lab/faults/fault-parameters.ts';

const fault = {
  name: 'heap_page',
  parameters: {table: {summary: 'the table', isNeeded: true}, block: {summary: 'the page', isNeeded: false}},
};

test('values arrive as texts, whether a file of YAML had numbers or not', () => {
  expect(readParameters(fault, {table: 'orders', block: 12})).toEqual({
    ok: true,
    value: {table: 'orders', block: '12'},
  });
  expect(readParameters(fault, {table: 'orders'})).toEqual({ok: true, value: {table: 'orders'}});
});

test.each([
  [
    'what is needed and missing',
    {block: 3},
    'the fault heap_page lacks its parameter "table"; heap_page takes table, block (optional)',
  ],
  [
    'what nobody knows',
    {table: 'orders', page: 3},
    'the fault heap_page has no parameter "page"; heap_page takes table, block (optional)',
  ],
  [
    'no text and no number',
    {table: ['orders']},
    'the parameter "table" of the fault heap_page is neither a text nor a number',
  ],
  ['nothing at all', null, 'the fault heap_page lacks its parameter "table"; heap_page takes table, block (optional)'],
  [
    'a name of every object',
    {table: 'orders', toString: 'x'},
    'the fault heap_page has no parameter "toString"; heap_page takes table, block (optional)',
  ],
])('%s is said', (_what, given, reason) => {
  expect(readParameters(fault, given)).toEqual({ok: false, reason});
});

test('a fault without parameters says that it takes none', () => {
  expect(readParameters({name: 'catalogue', parameters: {}}, {table: 'orders'})).toEqual({
    ok: false,
    reason: 'the fault catalogue has no parameter "table"; catalogue takes none',
  });
});
