/** Text measured in terminal cells: how wide it is, cut to a width, wrapped to a width. */
import {cellsOf} from '../base/wide-characters.ts';

// ASCII and the marks of our own themes (·–…←↑→↓␛■▶◆○✔✘): one cell and one UTF-16 unit each. It spares the first frame the
// tables of Unicode; as numbers, because one other character would make the whole built file slower to read.
const plain = /^[\x20-\x7e\u2500-\u259f\xb7\u2013\u2026\u2190-\u2193\u241b\u25a0\u25b6\u25c6\u25cb\u2714\u2718]*$/;

/** Made on first use: most runs never show anything beyond ASCII and our own marks. */
let segmenter: Intl.Segmenter | undefined;

/** The parts of a text that a person sees as one character each. */
export const graphemes = (text: string): readonly string[] => {
  if (plain.test(text)) {
    return text.split('');
  }
  segmenter ??= new Intl.Segmenter();
  return [...segmenter.segment(text)].map(({segment}) => segment);
};

/** How many cells a text takes on one line. */
export const widthOf = (text: string): number =>
  plain.test(text) ? text.length : graphemes(text).reduce((cells, grapheme) => cells + cellsOf(grapheme), 0);

/** The text itself where it fits, else its beginning with `ellipsis` at the end. */
export const cut = (text: string, width: number, ellipsis = '…'): string => {
  if (widthOf(text) <= width) {
    return text;
  }
  return width < 1 ? '' : head(text, width - widthOf(ellipsis)) + ellipsis;
};

/** Cut or filled up to exactly that width. */
export const filled = (text: string, width: number): string => {
  const short = cut(text, width);
  return short + ' '.repeat(Math.max(0, width - widthOf(short)));
};

const head = (text: string, width: number): string => {
  let taken = '';
  let cells = 0;
  for (const grapheme of graphemes(text)) {
    cells += cellsOf(grapheme);
    if (cells > width) {
      break;
    }
    taken += grapheme;
  }
  return taken;
};

/** Breaks a text at spaces so that no line is wider; a word that is wider than a line is broken where it must. */
export const wrap = (text: string, width: number): readonly string[] =>
  width < 1 ? [] : text.split('\n').flatMap(line => wrapLine(line, width));

// Never between a number and its unit: `32 min 07 s` must not leave an `s` alone on the next line, nor `7 seconds` its word.
// Nor within a telephone number, which is dialled by its digits: `+49 30 1234`, `030 1234`.
const breakable =
  /(?<= )(?!(?:s|min|h|d|seconds?|minutes?|hours?|days?)(?!\w))(?!(?<=(?:\+|(?<![\w.:+-])0)\d[\d()/. -]* )[\d(])/;

const wrapLine = (line: string, width: number): readonly string[] => {
  if (widthOf(line) <= width) {
    return [line];
  }
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(breakable)) {
    if (widthOf(current) + widthOf(word.trimEnd()) <= width) {
      current += word;
      continue;
    }
    if (current.trim() !== '') {
      lines.push(current.trimEnd());
    }
    current = word;
    while (widthOf(current.trimEnd()) > width) {
      const part = head(current, width);
      lines.push(part);
      current = current.slice(part.length);
    }
  }
  return current.trim() === '' ? lines : [...lines, current.trimEnd()];
};
