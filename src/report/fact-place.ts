/** Where a replay stands among the facts of its record, in words. */

/** Facts have the numbers that they have in the journal, from 0: `--at` takes the one that is said here. */
export const factPlace = ({position, length}: {readonly position: number; readonly length: number}): string =>
  position === 0 ? 'before the first fact' : `fact ${position - 1}, the last is ${length - 1}`;
