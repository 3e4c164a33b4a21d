/** An anchor: a head that a person kept elsewhere, as digits or as words. */
import {fail, type Result, succeed} from '../base/result.ts';
import {hashOfWords, wordsIn} from './head-words.ts';

/** A head that was kept elsewhere; the hash may be only its beginning. */
export type Anchor = {readonly entries: number; readonly hash: string};

/** 128 bits: an author who prepares two versions of a story finds shorter ones that are equal. */
const anchorDigitsMin = 32;

/**
 * Reads `149:bb584592568af70c…`, 32 to 64 hexadecimal digits, or `149:` with twelve, sixteen or twenty words of the head;
 * hyphens and blanks are allowed for reading aloud.
 */
export const parseAnchor = (text: string): Result<Anchor> => {
  const [, count = '', head = ''] = /^#?(\d{1,9}):(.+)$/i.exec(text.trim()) ?? [];
  const words = Number(count) > 0 ? wordsIn(head) : [];
  if (words.length > 0) {
    const hash = hashOfWords(words);
    return hash === undefined
      ? fail(
          `An anchor of words has 12, 16 or 20 of them and not ${words.length}: for fewer than 128 bits another story is found in a short time. \`lifeboat verify RUN --words 12\` prints twelve.`,
        )
      : succeed({entries: Number(count), hash});
  }
  const hash = /^[0-9a-f-]+$/i.test(head) ? head.replaceAll('-', '').toLowerCase() : '';
  return Number(count) > 0 && hash.length >= anchorDigitsMin && hash.length <= 64
    ? succeed({entries: Number(count), hash})
    : fail(
        `"${text}" is not an anchor; give the number of entries and at least ${anchorDigitsMin} digits of the head, like 149:bb584592568af70cf2a306e28e124673, or twelve words of it.`,
      );
};
