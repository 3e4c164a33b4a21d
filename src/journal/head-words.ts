/** A head hash as words that can be read aloud on a call and compared by ear: eleven bits a word, from the English list of BIP-39. */
import {wordlist} from '@scure/bip39/wordlists/english.js';
import {assert} from '../base/assert.ts';

const bitsPerWord = 11;

/** So many words end where a hexadecimal digit ends, and have 128 bits or more. */
const anchorWords: readonly number[] = [12, 16, 20];

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

/** The words of a text, when all that stands in it are words of the list; none otherwise. */
export const wordsIn = (text: string): readonly string[] => {
  const words = text
    .trim()
    .toLowerCase()
    .split(/[\s-]+/);
  return words.every(word => wordlist.includes(word)) ? words : [];
};

/** The beginning of the hash that such words stand for, in hexadecimal; nothing where they are too few, or end within a digit. */
export const hashOfWords = (words: readonly string[]): string | undefined => {
  const bits = words.map(word => wordlist.indexOf(word).toString(2).padStart(bitsPerWord, '0')).join('');
  return anchorWords.includes(words.length)
    ? (bits.match(/.{4}/g) ?? []).map(digit => Number.parseInt(digit, 2).toString(16)).join('')
    : undefined;
};
