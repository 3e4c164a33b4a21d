/** Which differences from a healthy copy are mended, and which are left to a person. */

import {expect, test} from 'vitest';
import type {TableDifference} from '../../../../src/backup/corruption/compare-copy.ts';
import {objectionTo, readPages} from '../../../../src/backup/corruption/mend-plan.ts';

const nothing: TableDifference['rows'] = {
  unreadable: [],
  unreadableOnCopy: [],
  lost: [],
  changed: [],
  gone: [],
  newer: [],
  extra: [],
};

const orders = (rows: Partial<TableDifference['rows']>, isRewritten = false): TableDifference => ({
  table: 'public.orders',
  isRewritten,
  rows: {...nothing, ...rows},
});

const quiet = {named: new Map<string, readonly number[]>(), sameMoment: true};
const busy = {...quiet, sameMoment: false};

test('pages that cannot be read and rows in another form are mended', () => {
  expect(objectionTo(orders({unreadable: [7], lost: ['(7,1)', '(7,2)']}), quiet)).toBeNull();
  expect(objectionTo(orders({changed: ['(3,4)']}), quiet)).toBeNull();
});

test('the same version in another form is damage, whoever writes meanwhile', () => {
  expect(objectionTo(orders({changed: ['(3,4)']}), busy)).toBeNull();
});

test.each([
  [
    'a page that the copy cannot read either',
    orders({unreadable: [7], unreadableOnCopy: [7]}),
    'it is no healthy copy',
  ],
  ['rows that only the live server has', orders({extra: ['(9,1)']}), 'nobody but a person can say'],
  [
    'pages and changed rows at once',
    orders({unreadable: [7], changed: ['(3,4)']}),
    'and rows that were changed besides',
  ],
  ['a table that was written anew, with no page named', orders({}, true), 'no page of it was named'],
])('%s is left to a person', (_what, difference, words) => {
  expect(objectionTo(difference, quiet)).toContain(words);
});

test.each([
  ['gone', orders({gone: ['(3,4)']})],
  ['new', orders({newer: ['(8,1)']})],
])('rows that are %s count as work once anybody has written since the copy was held', (_what, difference) => {
  expect(objectionTo(difference, quiet)).toBeNull();
  expect(objectionTo(difference, busy)).toContain('nobody can tell damage from work');
});

test('a table that was written anew by an earlier try goes on by the pages that are named', () => {
  const named = readPages(['public.orders:7', 'public.orders:11', 'public."odd: name":3']);
  expect(named).toEqual({
    ok: true,
    value: new Map([
      ['public.orders', [7, 11]],
      ['public."odd: name"', [3]],
    ]),
  });
  expect(named.ok && objectionTo(orders({}, true), {...busy, named: named.value})).toBeNull();
});

test.each(['public.orders', 'public.orders:', ':7', 'public.orders:x'])('"%s" is no page', page => {
  expect(readPages([page])).toMatchObject({ok: false, reason: expect.stringContaining('is no page, such as')});
});
