/** A diagnostic as a person reads it: what is wrong, where, the line itself with the place marked, and the way out. */
import {showForeignText} from '../base/foreign-text.ts';
import {cellsOf} from '../base/wide-characters.ts';
import type {Diagnostic} from './diagnostic.ts';
import type {Lines} from './lines.ts';
import {readLines} from './lines.ts';

/** Excerpts fit a terminal of 80 columns together with their gutter. */
const columnsMax = 80;

/** The file that a diagnostic speaks of: its name as people call it, and its lines (see `readLines`). */
export type Source = {readonly file: string; readonly lines: Lines};

/** Prepares a file for `codeFrame`. */
export const sourceOf = (file: string, text: string): Source => ({file, lines: readLines(text)});

/** Draws a diagnostic as compilers do. Foreign text in it (the line, names in the message) is made visible first. */
export const codeFrame = ({code, severity, message, span, hint}: Diagnostic, {file, lines}: Source): string => {
  const from = lines.position(span.from);
  const to = lines.position(Math.max(span.to, span.from));
  const gutter = ' '.repeat(String(from.line).length);
  const text = lines.line(from.line);
  const lastColumn = to.line === from.line ? Math.max(to.column, from.column + 1) : text.length + 1;
  const excerpt = cut(text, from.column - 1, {end: lastColumn - 1, widthMax: columnsMax - gutter.length - 3});
  return [
    `${severity}[${code}]: ${oneLine(message)}`,
    `${gutter}--> ${oneLine(file)}:${from.line}:${from.column}`,
    `${gutter} |`,
    `${from.line} | ${excerpt.text}`.trimEnd(),
    `${gutter} | ${' '.repeat(excerpt.at)}${'^'.repeat(excerpt.length)}`,
    `${gutter} = hint: ${oneLine(hint)}`,
  ].join('\n');
};

type Excerpt = {readonly text: string; readonly at: number; readonly length: number};

/**
 * Shortens a line around a place; every cut end shows `…`. `at` and `length` are cells of the terminal, counted after
 * hidden characters were spelled out, so that the mark stands under its place.
 */
const cut = (line: string, start: number, {end, widthMax}: {end: number; widthMax: number}): Excerpt => {
  // A line of 200 KB with a thousand mistakes is not spelled out a thousand times: what is far away does not show.
  const around = 2 * widthMax;
  const markEnd = end <= start + around ? end : wholeAt(line, start + around);
  const before = [...show(line.slice(wholeAt(line, start - around), start))];
  const marked = [...show(line.slice(start, markEnd))];
  const characters = [...before, ...marked, ...show(line.slice(markEnd, wholeAt(line, markEnd + around)))];
  const sums = sumsOf(characters);
  const cells = (from: number, to: number): number => (sums[to] ?? 0) - (sums[from] ?? 0);
  const last = characters.length;
  const length = cells(before.length, before.length + marked.length);
  if (cells(0, last) <= widthMax) {
    return {text: characters.join(''), at: cells(0, before.length), length: Math.max(1, length)};
  }
  const room = widthMax - Math.min(length, widthMax);
  // Half of the room is for what stands before the place, and what is not needed behind it.
  const left = sums.findIndex((_, from) => cells(from, before.length) <= room / 2 || cells(from, last) <= widthMax);
  // A cut end loses a character, and its mark takes a cell.
  const widest = widthMax - (left > 0 ? 1 : 0) - 1;
  const first = left > 0 ? left + 1 : 0;
  const isWhole = cells(first, last) <= widest + 1;
  const right = isWhole ? last : sums.findLastIndex((_, to) => cells(first, to) <= widest);
  // Where the place itself is wider than a line, the mark of the cut stands on its first character.
  const at = Math.max(0, (left > 0 ? 1 : 0) + cells(first, before.length));
  return {
    text: `${left > 0 ? '…' : ''}${characters.slice(first, right).join('')}${isWhole ? '' : '…'}`,
    at,
    length: Math.max(1, Math.min(length, widthMax - at)),
  };
};

/** How many cells stand before each character, and before the end. */
const sumsOf = (characters: readonly string[]): readonly number[] => {
  const sums = [0];
  for (const character of characters) {
    sums.push((sums.at(-1) ?? 0) + cellsOf(character));
  }
  return sums;
};

/** An offset within a text that does not cut a pair of surrogates in two. */
const wholeAt = (text: string, offset: number): number => {
  const within = Math.max(0, Math.min(offset, text.length));
  return /[\udc00-\udfff]/.test(text[within] ?? '') ? Math.max(0, within - 1) : within;
};

const show = (text: string): string => showForeignText(text).replaceAll('\t', ' ');

const oneLine = (text: string): string => show(text).replace(/\s*\n\s*/g, ' ');
