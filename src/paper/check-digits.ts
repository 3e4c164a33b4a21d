/** Two digits beside each step, by which paper is matched with the file that it was printed from. */
import {canonicalJson} from '../base/canonical-json.ts';
import type {Paragraphs} from './probe-lines.ts';

/** Says which rule the digits follow; another rule gets another word. */
const rule = 'lifeboat-paper2';

/**
 * The check digits of ISO/IEC 7064, MOD 97-10, which bank accounts use (ISO 13616): the number, a hundred times, and the digits
 * together leave 1 when divided by 97. The number is the first 64 bits of a SHA-256, in hexadecimal digits.
 */
export const checkDigits = (sha256: string): string => {
  const number = BigInt(`0x${sha256.slice(0, 16)}`);
  return String(98n - ((number * 100n) % 97n)).padStart(2, '0');
};

/** What the digits of a step are of: the lines that stand on the paper for it, here or at the end, before they are broken to fit on a page. */
export const stepText = (paragraphs: Paragraphs): string =>
  canonicalJson([rule, ...paragraphs.map(lines => lines.map(line => line.trimEnd().toWellFormed()))]);
