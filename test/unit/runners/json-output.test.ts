/** Standard output as a JSON value. */
import {expect, test} from 'vitest';
import {jsonOf} from '../../../src/runners/json-output.ts';

test('output that is JSON has its value', () => {
  expect(jsonOf('{"lag_bytes": 0, "state": "streaming"}')).toEqual({lag_bytes: 0, state: 'streaming'});
  expect(jsonOf('[1, 2]')).toEqual([1, 2]);
  expect(jsonOf('17')).toBe(17);
});

test.each(['', 'ready', '{"half":', 'null and void', '17 rows'])('%j is not JSON', text => {
  expect(jsonOf(text)).toBeUndefined();
});

test.each([
  ['half a character', String.raw`"\ud83d"`],
  ['a number without bounds', '[1e999]'],
  ['a name that changes what others inherit', '{"__proto__": {"admin": true}}'],
])('%s cannot be recorded, so there is no value', (_, text) => {
  expect(jsonOf(text)).toBeUndefined();
});
