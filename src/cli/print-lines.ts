/** Lines for people on standard output: broken at words to the width of a terminal, left whole for a pipe or a file. */
import {widthOf} from '../tui/cells.ts';
import {broken, terminalWidth} from './terminal-width.ts';

/** Each write is a call into the system, and wakes up who reads: all lines at once. */
export const printLines = (lines: readonly string[]): void => {
  if (lines.length > 0) {
    process.stdout.write(
      fitted(lines, terminalWidth())
        .map(line => `${line}\n`)
        .join(''),
    );
  }
};

/** The same lines for a terminal of that width; `undefined` is no terminal. */
export const fitted = (lines: readonly string[], width: number | undefined): readonly string[] =>
  width === undefined
    ? lines
    : lines.flatMap(line => (isToBeCopied(line, width) ? [line] : broken(line, width, hangOf(line))));

/** Exact text, a command, a path, and what has a word that no line could hold are copied by whoever needs them: breaks would go with them. */
const isToBeCopied = (line: string, width: number): boolean =>
  /^ *\| |^ *[A-Z][a-z ]+: (?:\S*\/|node |npx |lifeboat )/.test(line) ||
  line.split(' ').some(word => widthOf(word) > width);

/** Below the time at the beginning of a line nothing else stands. */
const hangOf = (line: string): number => /^\d\d:\d\d:\d\d /.exec(line)?.[0].length ?? 0;
