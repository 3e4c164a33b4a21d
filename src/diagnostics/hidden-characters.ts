/** Characters that do not show: what a text written by people for people has no use for, and what can deceive. */
import {showForeignLine} from '../base/foreign-text.ts';

/**
 * Control characters (C0, DEL, C1), the bidi and zero-width characters, line and paragraph separators, the tag block
 * and lone surrogates: a terminal obeys the first, an eye is deceived by the others. Line feed and tab are left alone.
 */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0000}-\u{e007f}\p{Cs}]/u;

/** The first character of a text that does not show, if there is one; `at` is its offset, `name` how it is spelled. */
export const firstHidden = (text: string): {readonly at: number; readonly name: string} | undefined => {
  const at = text.search(hidden);
  return at < 0 ? undefined : {at, name: showForeignLine(String.fromCodePoint(text.codePointAt(at) ?? 0))};
};
