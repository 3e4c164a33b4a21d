/** Characters that do not show: what a text written by people for people has no use for, and what can deceive. */
import {showForeignLine} from '../base/foreign-text.ts';

/**
 * Control characters (C0, DEL, C1), the bidi and zero-width characters, fillers, line and paragraph separators, the tag
 * block, what is no character, and lone surrogates: a terminal obeys the first, an eye is deceived by the others. Line
 * feed and tab are left alone, and so is what picks the picture of an emoji.
 */
const hidden =
  /(?![\t\n]|\ufe0e|\ufe0f)[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2028\u2029\ufff9-\ufffb]/u;

// What nearly every text consists of, and a look at which costs a tenth of that through the tables of Unicode.
const plain = /^[\t\n\x20-\x7e]*$/;

/** The first character of a text that does not show, if there is one; `at` is its offset, `name` how it is spelled. */
export const firstHidden = (text: string): {readonly at: number; readonly name: string} | undefined => {
  const at = plain.test(text) ? -1 : text.search(hidden);
  return at < 0 ? undefined : {at, name: showForeignLine(String.fromCodePoint(text.codePointAt(at) ?? 0))};
};
