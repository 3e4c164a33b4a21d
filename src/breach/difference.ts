/** One thing that is not as it was before, and what takes it back. */

export type Difference = {
  /** `role support2`, `function public.refresh(text)`: what a person names it by. */
  readonly what: string;
  readonly change: 'added' | 'gone' | 'changed';
  /** As it was, and as it is; null where it was not or is not. */
  readonly before: string | null;
  readonly now: string | null;
  /** What takes it back; none where a person has to. */
  readonly statements: readonly string[];
};

/** What was taken back, and what a person has named as our own. */
export type Reverted = {
  readonly reverted: readonly string[];
  readonly kept: readonly string[];
};
