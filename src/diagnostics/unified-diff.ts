/** The difference of two texts as every tool for patches reads it. */
import {alignedLines, type ChangedLine} from './line-changes.ts';

export type Compared = {
  readonly before: string;
  readonly after: string;
  /** The names of both, as the first two lines say. */
  readonly names: readonly [string, string];
};

/** Lines around each change, as diff does by itself. */
const contextLines = 3;

/** Texts with more different lines than this are told as one that goes and one that comes: to compare each line with each takes memory. */
const comparedMax = 2_000;

/** A unified diff; empty where both are the same. The same texts give the same bytes, here and in every later version. */
export const unifiedDiff = ({before, after, names: [from, to]}: Compared): string => {
  if (before === after) {
    return '';
  }
  const lines = aligned(linesOf(before), linesOf(after));
  const text = hunksOf(lines).map(hunkText).join('');
  return `--- ${from}\n+++ ${to}\n${text}`;
};

/** With the end of a last line that has none told as diff tells it. */
const linesOf = (text: string): readonly string[] => {
  if (text === '') {
    return [];
  }
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`];
};

type Line = ChangedLine & {readonly old: number; readonly now: number};

const aligned = (before: readonly string[], after: readonly string[]): readonly Line[] => {
  let start = 0;
  while (start < before.length && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) {
    end += 1;
  }
  const [gone, come] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const stays = (text: string): ChangedLine => ({sign: ' ', text});
  const changed: readonly ChangedLine[] =
    Math.max(gone.length, come.length) > comparedMax
      ? [...gone.map(text => ({sign: '-' as const, text})), ...come.map(text => ({sign: '+' as const, text}))]
      : alignedLines(gone, come);
  return numbered([...before.slice(0, start).map(stays), ...changed, ...before.slice(before.length - end).map(stays)]);
};

const numbered = (lines: readonly ChangedLine[]): readonly Line[] => {
  let old = 0;
  let now = 0;
  return lines.map(line => {
    old += line.sign === '+' ? 0 : 1;
    now += line.sign === '-' ? 0 : 1;
    return {...line, old, now};
  });
};

const hunksOf = (lines: readonly Line[]): readonly (readonly Line[])[] => {
  const hunks: Line[][] = [];
  let lastNear = -2;
  const changes = lines.flatMap(({sign}, at) => (sign === ' ' ? [] : [at]));
  let next = 0;
  for (const [at, line] of lines.entries()) {
    while ((changes[next] ?? Number.POSITIVE_INFINITY) < at - contextLines) {
      next += 1;
    }
    if (Math.abs((changes[next] ?? Number.NEGATIVE_INFINITY) - at) > contextLines) {
      continue;
    }
    if (lastNear !== at - 1) {
      hunks.push([]);
    }
    hunks.at(-1)?.push(line);
    lastNear = at;
  }
  return hunks;
};

const hunkText = (hunk: readonly Line[]): string => {
  const old = hunk.filter(({sign}) => sign !== '+');
  const now = hunk.filter(({sign}) => sign !== '-');
  const [first] = hunk;
  const from = old[0]?.old ?? first?.old ?? 0;
  const to = now[0]?.now ?? first?.now ?? 0;
  return `@@ -${from},${old.length} +${to},${now.length} @@\n${hunk.map(({sign, text}) => `${sign}${text}\n`).join('')}`;
};
