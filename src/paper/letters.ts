/** Letters that count: of the ways of a step, and of blanks. */

/** a … z, then aa. */
export const letterAt = (index: number): string => {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : `${letterAt(Math.floor(index / 26) - 1)}${last}`;
};
