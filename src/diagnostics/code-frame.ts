/** A diagnostic as a person reads it: what is wrong, where, the line itself with the place marked, and the way out. */
import {showForeignText} from '../base/foreign-text.ts';
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
    ...(hint === undefined ? [] : [`${gutter} = hint: ${oneLine(hint)}`]),
  ].join('\n');
};

type Excerpt = {readonly text: string; readonly at: number; readonly length: number};

/** Shortens a line around a place; every cut end shows `…`. Widths are counted after hidden characters were spelled out. */
const cut = (line: string, start: number, {end, widthMax}: {end: number; widthMax: number}): Excerpt => {
  const before = show(line.slice(0, start));
  const marked = show(line.slice(start, end));
  const text = before + marked + show(line.slice(end));
  if (text.length <= widthMax) {
    return {text, at: before.length, length: Math.max(1, marked.length)};
  }
  const room = Math.max(0, widthMax - Math.min(marked.length, widthMax));
  const left = Math.max(0, Math.min(before.length - Math.floor(room / 2), text.length - widthMax));
  const right = Math.min(text.length, left + widthMax);
  const kept = `${left > 0 ? '…' : ''}${text.slice(left + (left > 0 ? 1 : 0), right - (right < text.length ? 1 : 0))}${right < text.length ? '…' : ''}`;
  const at = before.length - left;
  return {text: kept, at, length: Math.max(1, Math.min(marked.length, kept.length - at))};
};

const show = (text: string): string => showForeignText(text).replaceAll('\t', ' ');

const oneLine = (text: string): string => showForeignText(text).replace(/\s*\n\s*/g, ' ');
