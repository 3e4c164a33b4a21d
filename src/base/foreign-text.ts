/** Text that others wrote, made harmless to look at: nothing is taken away, what could move the cursor or deceive is spelled out. */

/** `keep` leaves a tab as it is, `expand` writes spaces up to the next column of eight. */
export type ForeignTextOptions = {readonly tabs?: 'keep' | 'expand'};

// \p{Cc}: C0, DEL, C1. Default ignorables: zero-width, bidi controls, variation selectors, the tag block, soft hyphen.
// The rest: line separators, interlinear marks, halves of a pair, what is no character, and skin tones, about whose width
// terminals disagree.
// Made when it is first needed: its sets take a millisecond, and most runs show nothing beyond what is harmless.
const suspicious = (): RegExp =>
  /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Emoji_Modifier}\u{2028}\u{2029}\u{fff9}-\u{fffb}]/gu;

// What nearly every text consists of; it spares the start of the program the tables of Unicode.
const harmless = /^[\x20-\x7e\n\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u203a\u2190-\u27bf]*$/;

const tabColumns = 8;

/**
 * Shows a text instead of letting it act: ESC becomes `␛`, other control characters `\xNN`, invisible and direction-changing
 * characters and lone surrogates `\u{…}`. Line feeds stay; a carriage return stays out of sight only before a line feed,
 * where it says nothing. Doing it twice changes nothing more. The bytes as they came stay in the evidence.
 */
export const showForeignText = (text: string, {tabs = 'keep'}: ForeignTextOptions = {}): string => {
  if (harmless.test(text)) {
    return text;
  }
  const shown = text.replaceAll('\r\n', '\n').replaceAll(suspicious(), spell);
  return tabs === 'expand' ? expandTabs(shown) : shown;
};

/** The same on one line: a line feed is spelled out too, so that a name cannot pretend to be a line of ours. */
export const showForeignLine = (text: string): string =>
  showForeignText(text, {tabs: 'expand'}).replaceAll('\n', '\\n');

const spell = (character: string): string => {
  if (character === '\n' || character === '\t') {
    return character;
  }
  if (character === '\x1b') {
    return '␛';
  }
  const code = character.codePointAt(0) ?? 0;
  return code < 0xa0 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

const expandTabs = (text: string): string => text.split('\n').map(expandLine).join('\n');

const expandLine = (line: string): string => {
  let expanded = '';
  for (const part of line.split(/(\t)/)) {
    expanded += part === '\t' ? ' '.repeat(tabColumns - (expanded.length % tabColumns)) : part;
  }
  return expanded;
};
