/** Bytes of a file as text: what is UTF-8 is itself, and the first byte that is none is told with its place. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {decodeText} from '../../../src/cli/decode-text.ts';
import {notUtf8} from '../../../src/runbook/yaml/document-limits.ts';

const decode = (...bytes: readonly number[]): string => decodeText(Uint8Array.from(bytes));

test('a text comes back as it was written, its byte-order mark included', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), text => {
      expect(decodeText(new TextEncoder().encode(text))).toBe(text);
    }),
  );
  expect(decode(0xef, 0xbb, 0xbf, 0x61)).toBe('\ufeffa');
});

test.each([
  ['a byte that begins nothing', [0x61, 0xff, 0x62], 'a\udcffb', {at: 1, name: '0xff'}],
  ['Latin-1', [0x47, 0x72, 0xfc, 0x6e], 'Gr\udcfcn', {at: 2, name: '0xfc'}],
  ['a character that is broken off', [0xc3, 0xa9, 0xe2, 0x82], 'é\udce2\ufffd', {at: 1, name: '0xe2'}],
  ['a character with another one in it', [0xe2, 0x28, 0xa1], '\udce2(\ufffd', {at: 0, name: '0xe2'}],
  ['half of a pair, as UTF-8 must not write it', [0xed, 0xa0, 0x80], '\udced\ufffd\ufffd', {at: 0, name: '0xed'}],
  ['UTF-16', [0xff, 0xfe, 0x61, 0x00], '\udcff\ufffda\u0000', {at: 0, name: '0xff'}],
])('%s is told', (...[, bytes, text, place]) => {
  expect(decode(...bytes)).toBe(text);
  expect(notUtf8(decode(...bytes))).toEqual(place);
});

test('wherever a bad byte stands in a long text, it is found there', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary', maxLength: 200}), fc.string({unit: 'binary'}), (before, after) => {
      const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
      expect(notUtf8(decodeText(bytes))).toEqual({at: before.length, name: '0xff'});
    }),
  );
});
