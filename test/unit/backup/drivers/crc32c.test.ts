/** CRC-32C against the values of RFC 3720, B.4, however the bytes come. */
import {expect, test} from 'vitest';
import {crc32cNext, crc32cText} from '../../../../src/backup/drivers/crc32c.ts';

const sumOf = (bytes: Uint8Array): string => crc32cText(crc32cNext(-1, bytes));

test('the examples of the RFC come out', () => {
  expect(sumOf(Buffer.alloc(32))).toBe('aa36918a');
  expect(sumOf(Buffer.alloc(32, 0xff))).toBe('43aba862');
  expect(sumOf(Buffer.from(Array.from({length: 32}, (_, at) => at)))).toBe('4e79dd46');
});

test('pieces of any length and on any boundary make the same sum', () => {
  const text = Buffer.from('Every ticket of the evening of 23 November, and who paid for it.');
  const whole = sumOf(text);
  for (let cut = 0; cut <= text.length; cut += 1) {
    expect(crc32cText(crc32cNext(crc32cNext(-1, text.subarray(0, cut)), text.subarray(cut)))).toBe(whole);
  }
});
