/** Amounts of bytes as people read them. */
import {expect, test} from 'vitest';
import {formatBytes} from '../../../src/base/size.ts';

test.each([
  [0, '0 bytes'],
  [1_023, '1023 bytes'],
  [65_536, '64 KiB'],
  [2_097_152, '2.0 MiB'],
  [5_368_709_120, '5.0 GiB'],
  [2 ** 60, '1048576 TiB'],
])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});
