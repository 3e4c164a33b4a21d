/** Offsets of a text as lines and columns, both counted from 1 as editors do; a column is a UTF-16 unit, as in LSP and SARIF. */

export type Position = {readonly line: number; readonly column: number};

export type Lines = {
  /** The place of an offset; an offset past the end is the place after the last character. */
  readonly position: (offset: number) => Position;
  /** A line without its line break; empty where there is no such line. */
  readonly line: (number: number) => string;
};

/** Cuts a text into lines once; a place then costs a binary search, so that a thousand findings cost little. */
export const readLines = (text: string): Lines => {
  // Editors do not count the mark that some of them begin a file with.
  const first = text.startsWith('\ufeff') ? 1 : 0;
  const starts = [first, ...Array.from(text.matchAll(/\n/g), match => match.index + 1)];

  const indexOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  };

  return {
    position: offset => {
      const within = Math.min(Math.max(first, offset), text.length);
      const index = indexOf(within);
      return {line: index + 1, column: within - (starts[index] ?? 0) + 1};
    },
    line: number => {
      const start = starts[number - 1];
      if (start === undefined) {
        return '';
      }
      return text.slice(start, (starts[number] ?? text.length + 1) - 1).replace(/\r$/, '');
    },
  };
};
