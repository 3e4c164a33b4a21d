/** Texts of others as Markdown that reads well as it stands: whatever is written in them stays text. */
import {showForeignText} from '../base/foreign-text.ts';

/** A text on one line, its signs quoted where they would mean something. */
export const inline = (text: string): string => atStart(quoted(onOneLine(text)));

/** The same for a place within a line. */
export const within = (text: string): string => quoted(onOneLine(text));

/** Exact text within a line. */
export const code = (text: string): string => {
  const line = onOneLine(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const needsRoom = line.startsWith('`') || line.endsWith('`');
  return needsRoom ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
};

/** Exact text in lines of its own. */
export const block = (text: string, language: string): readonly string[] => {
  const shown = showForeignText(text.replaceAll('\r\n', '\n')).replace(/\n+$/, '');
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return [`${fence}${language}`, ...shown.split('\n'), fence];
};

/** Columns that fit on a page. */
const columnsMax = 92;

/** Breaks a paragraph, an item of a list or a quotation at a width that fits on paper; headings and exact text stay. */
export const wrapped = (line: string): readonly string[] => {
  if (line.startsWith('#')) {
    return [line];
  }
  const indent = line.startsWith('- ') ? '  ' : line.startsWith('> ') ? '> ' : '';
  const lines: string[] = [];
  // Short exact text, like a digest, stays in one piece.
  const joined = line.replaceAll(/`[^`]{1,40}`/g, exact => exact.replaceAll(' ', '\0'));
  for (const word of joined.split(' ').map(part => part.replaceAll('\0', ' '))) {
    const last = lines.at(-1);
    if (last === undefined || (last.length + word.length >= columnsMax && canBegin(word))) {
      lines.push(last === undefined ? word : `${indent}${word}`);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
};

/** Whether a word means nothing at the beginning of a line. */
const canBegin = (word: string): boolean => !/^(?:[-+*>#=|:<]|```|~~~|\d{1,9}[.)])/.test(word);

/** The lines of a text that mean something: each becomes a paragraph. */
export const linesIn = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '');

/** A line to write on; dots, because lines and underscores mean something in Markdown. */
export const dots = (count: number): string => '.'.repeat(count);

/** A box to tick. It is no link, because nothing in the document gives its address. */
export const box = '[ ]';

const onOneLine = (text: string): string =>
  showForeignText(text.replaceAll(/\s+/gu, ' ').trim(), {tabs: 'expand'}).replaceAll('\n', ' ');

/** Signs that mean something anywhere; `_` within a word and `&` before a blank mean nothing and stay readable. */
const quoted = (text: string): string =>
  text.replaceAll(/[\\`*[\]<~|$]|&(?=#|[A-Za-z])/g, '\\$&').replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');

/** Signs that mean something at the beginning of a line, and those that a heading would lose at its end. */
export const atStart = (text: string): string =>
  text
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^([-+>=#])/, '\\$1')
    .replace(/#+$/, run => run.replaceAll('#', '\\#'));

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
