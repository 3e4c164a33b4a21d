/** What a drill says of its injects: that they are sealed when it begins, and what they were when it has ended. */

/** One inject in words, and whether the drill came to where it lay. */
export type KnownInject = {readonly inject: string; readonly came: boolean};

export type InjectFact =
  /** The digest of a file that cannot be guessed: it begins with salt. */
  | {readonly type: 'injects-sealed'; readonly file: string; readonly sha256: string}
  /** What lay in it, as a file that can be read. */
  | {
      readonly type: 'injects-opened';
      readonly file: string;
      readonly sha256: string;
      readonly injects: readonly KnownInject[];
    };
