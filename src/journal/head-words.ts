/** A head hash as words that can be read aloud on a call and compared by ear: eleven bits a word, from the English list of BIP-39. */
import {wordlist} from '@scure/bip39/wordlists/english.js';
import {assert} from '../base/assert.ts';

const bitsPerWord = 11;

/**
 * The first words of a hash of 64 hexadecimal digits: four (44 bits) to compare two screens, twelve (132 bits) to keep as an anchor.
 * The first bit of the hash is the first bit of the first word.
 */
export const headWords = (hash: string, count = 4): string => {
  assert(/^[0-9a-f]{64}$/.test(hash) && count * bitsPerWord <= 256, `${count} words of "${hash}" were asked for`);
  const bits = [...hash].map(digit => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  const places = Array.from({length: count}, (_, word) => bits.slice(word * bitsPerWord, (word + 1) * bitsPerWord));
  return places.map(place => wordlist[Number.parseInt(place, 2)] ?? '').join(' ');
};
