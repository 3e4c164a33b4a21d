/** Two texts line by line: what stays, what goes and what comes, with a few lines around it. */

/** As in a unified diff: ` ` stays, `-` goes, `+` comes; `…` stands for lines that are left out. */
export type ChangedLine = {readonly sign: ' ' | '-' | '+' | '…'; readonly text: string};

/** Lines around each change. */
const contextLines = 2;

/** The changes from one text to another, in the order of the text. For short texts: it compares each line with each. */
export const lineChanges = (before: string, after: string): readonly ChangedLine[] => {
  const lines = alignedLines(linesOf(before), linesOf(after));
  const isNear = lines.map((_, at) =>
    lines.slice(Math.max(0, at - contextLines), at + contextLines + 1).some(({sign}) => sign !== ' '),
  );
  return lines.flatMap((line, at): readonly ChangedLine[] => {
    if (isNear[at] === true) {
      return [line];
    }
    // Nothing is left out before the first change.
    return isNear[at - 1] === true && isNear.slice(at).includes(true) ? [{sign: '…', text: ''}] : [];
  });
};

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

/** All lines of both, in order. It compares each line with each. */
export const alignedLines = (before: readonly string[], after: readonly string[]): readonly ChangedLine[] => {
  const lengths = commonLengths(before, after);
  const lines: ChangedLine[] = [];
  let left = 0;
  let right = 0;
  while (left < before.length || right < after.length) {
    const text = before[left] ?? '';
    if (left < before.length && right < after.length && text === after[right]) {
      lines.push({sign: ' ', text});
      left++;
      right++;
    } else if (left < before.length && lengthAt(lengths, left + 1, right) >= lengthAt(lengths, left, right + 1)) {
      lines.push({sign: '-', text});
      left++;
    } else {
      lines.push({sign: '+', text: after[right] ?? ''});
      right++;
    }
  }
  return lines;
};

type Lengths = readonly (readonly number[])[];

const lengthAt = (lengths: Lengths, left: number, right: number): number => lengths[left]?.[right] ?? 0;

/** How many lines both have in common from each pair of places on: the longest common subsequence. */
const commonLengths = (before: readonly string[], after: readonly string[]): Lengths => {
  const lengths: number[][] = Array.from({length: before.length + 1}, () => Array(after.length + 1).fill(0));
  for (let left = before.length - 1; left >= 0; left--) {
    for (let right = after.length - 1; right >= 0; right--) {
      const row = lengths[left];
      if (row !== undefined) {
        row[right] =
          before[left] === after[right]
            ? 1 + lengthAt(lengths, left + 1, right + 1)
            : Math.max(lengthAt(lengths, left + 1, right), lengthAt(lengths, left, right + 1));
      }
    }
  }
  return lengths;
};
