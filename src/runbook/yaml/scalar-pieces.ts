/** A text value as it is written in YAML: pieces that say which letters of the file stand for which of the value. */

/** A stretch of the file and what it gives; the same letters, or others where YAML folds lines and reads escapes. */
export type Piece = {
  readonly gives: string;
  /** Offsets within the written scalar. */
  readonly from: number;
  readonly to: number;
};

/** What all of them give together. */
export const givenBy = (pieces: readonly Piece[]): string => pieces.map(({gives}) => gives).join('');
