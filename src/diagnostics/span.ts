/** A stretch of a text by offsets; becomes line and column only when it is printed. */

export type Span = {
  /** First character, counted from 0. */
  readonly from: number;
  /** One past the last character. */
  readonly to: number;
};
