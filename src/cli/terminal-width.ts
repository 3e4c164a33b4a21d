/** Lines for people, broken at words to the width of their terminal; what goes to a pipe or a file stays whole. */
import {widthOf, wrap} from '../tui/cells.ts';

/** Room for what is typed behind a question: a terminal breaks it wherever its edge comes. */
const typedMin = 24;

/** As wide as the terminal is; nothing where there is none. */
export const terminalWidth = (): number | undefined =>
  process.stdout.isTTY === true ? process.stdout.columns || undefined : undefined;

/** The line as several where it is too wide; further ones begin `hang` cells from the left. */
export const broken = (line: string, width: number | undefined, hang = 0): readonly string[] => {
  if (width === undefined || widthOf(line) <= width || width - hang < typedMin) {
    return [line];
  }
  const [indent = ''] = /^ */.exec(line) ?? [];
  const head = line.slice(0, Math.max(hang, indent.length));
  const lines = wrap(line.slice(head.length), width - head.length);
  return lines.map((part, index) => (index === 0 ? head : ' '.repeat(head.length)) + part);
};

/** A question in lines, of which the last leaves room for an answer. */
export const questionLines = (label: string, width: number | undefined): readonly string[] => {
  if (width === undefined || widthOf(label) + typedMin <= width) {
    return [label];
  }
  const [, text = label, after = ''] = /^(.*?)( *)$/s.exec(label) ?? [];
  const lines = broken(text, Math.max(typedMin, width - typedMin));
  return lines.map((line, index) => (index === lines.length - 1 ? line + after : line));
};
