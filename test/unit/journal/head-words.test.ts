/** The head as words: which bits, which list, how many. */
import {expect, test} from 'vitest';
import {headWords} from '../../../src/journal/head-words.ts';

test('four words carry the first 44 bits, eleven a word, first bit first', () => {
  expect(headWords('0'.repeat(64))).toBe('abandon abandon abandon abandon');
  expect(headWords('f'.repeat(64))).toBe('zoo zoo zoo zoo');
  // 0x002 is the 11 bits 0000 0000 001 and then a 0.
  expect(headWords(`002${'0'.repeat(61)}`)).toBe('ability abandon abandon abandon');
});

test('the words are those of BIP-39: its test vector of 128 bits begins with them', () => {
  // Trezor's vector for entropy 9e885d952ad362caeb4efe34a8e91bd2; the twelfth word also carries the checksum.
  const words = headWords('9e885d952ad362caeb4efe34a8e91bd2'.padEnd(64, '0'), 12).split(' ');

  expect(words.slice(0, 11).join(' ')).toBe('ozone drill grab fiber curtain grace pudding thank cruise elder eight');
});

test('twelve words are 132 bits: a change in the last of them is heard', () => {
  const hash = '9e885d952ad362caeb4efe34a8e91bd2a';
  const words = headWords(hash.padEnd(64, '0'), 12);

  expect(words.split(' ')).toHaveLength(12);
  expect(headWords(hash.replace(/a$/, 'b').padEnd(64, '0'), 12)).not.toBe(words);
});

test('what is no hash is a fault of ours', () => {
  expect(() => headWords('bb58')).toThrow('fault in Lifeboat');
});
