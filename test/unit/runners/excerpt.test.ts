/** Of a long stream its beginning and its end are kept. */
import {expect, test} from 'vitest';
import {excerpt, excerptHalfBytes} from '../../../src/runners/excerpt.ts';

test('a short stream is kept whole, without its last line feed', () => {
  const kept = excerpt();
  kept.add(Buffer.from('17 rows\n'));
  kept.add(Buffer.from('done\n'));

  expect(kept.text()).toEqual({text: '17 rows\ndone', isWhole: true});
});

test('of a long stream the beginning and the end are kept, and how much is missing is said', () => {
  const kept = excerpt();
  kept.add(Buffer.from('first'));
  for (let megabyte = 0; megabyte < 3; megabyte += 1) {
    kept.add(Buffer.alloc(1_048_576, 'x'));
  }
  kept.add(Buffer.from('last'));
  const {text, isWhole} = kept.text();

  expect(isWhole).toBe(false);
  expect(text.startsWith('firstxxx')).toBe(true);
  expect(text.endsWith('xxxlast')).toBe(true);
  const leftOut = 3 * 1_048_576 + 'firstlast'.length - 2 * excerptHalfBytes;
  expect(text).toContain(`… ${leftOut} bytes left out …`);
});

test('a stream of exactly both halves is whole', () => {
  const kept = excerpt();
  kept.add(Buffer.alloc(2 * excerptHalfBytes, 'x'));

  expect(kept.text()).toEqual({text: 'x'.repeat(2 * excerptHalfBytes), isWhole: true});
});
