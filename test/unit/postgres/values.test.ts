/** Times keep their microseconds and lose their zone; what has no plain form stays text. */

import {expect, test} from 'vitest';
import {toRfc3339, toRow, toValue} from '../../../src/postgres/values.ts';

test.each([
  ['2026-11-24 03:12:07.123456+00', '2026-11-24T03:12:07.123456Z'],
  ['2026-11-24 03:12:07+01', '2026-11-24T02:12:07Z'],
  ['2026-01-01 00:12:07.5-09:30', '2026-01-01T09:42:07.5Z'],
  ['0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC'],
  ['infinity', 'infinity'],
])('%s is %s', (text, expected) => {
  expect(toRfc3339(text)).toBe(expected);
});

test('an int8 is a number only as long as that is exact', () => {
  expect(toValue(20, '9007199254740991')).toBe(9007199254740991);
  expect(toValue(20, '9007199254740993')).toBe('9007199254740993');
});

test('the exact text of a numeric never takes the place of a column of that name', () => {
  const columns = [
    {name: 'price', dataTypeID: 1700},
    {name: 'price_text', dataTypeID: 25},
  ];
  expect(toRow(columns, ['1.10', 'one ten'])).toEqual({price: 1.1, price_text: 'one ten'});
  expect(toRow(columns.slice(0, 1), [null])).toEqual({price: null, price_text: null});
});
