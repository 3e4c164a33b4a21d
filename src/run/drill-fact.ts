/** What a drill says of itself: that injects are sealed when it begins, what they were when it has ended, and how it was judged. */

/** One thing that a drill's judge looked at. */
export type Finding = {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Numbers with their units in their names, for programs: `{outageMs: 2310}`. */
  readonly measured?: Readonly<Record<string, number>>;
};

/** One inject in words, and whether the drill came to where it lay. */
export type KnownInject = {readonly inject: string; readonly came: boolean};

export type DrillFact =
  /** The digest of a file that cannot be guessed: it begins with salt. */
  | {readonly type: 'injects-sealed'; readonly file: string; readonly sha256: string}
  /** What lay in it, as a file that can be read. */
  | {
      readonly type: 'injects-opened';
      readonly file: string;
      readonly sha256: string;
      readonly injects: readonly KnownInject[];
    }
  | {readonly type: 'lab-examined'; readonly findings: readonly Finding[]}
  | {
      readonly type: 'drill-judged';
      readonly findings: readonly Finding[];
      readonly passed: boolean;
      readonly partial: boolean;
    };
