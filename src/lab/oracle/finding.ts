/** One thing that the oracle looked at: how it stands, in words. */

export type Finding = {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Numbers with their units in their names, for programs: `{outageMs: 2310}`. */
  readonly measured?: Readonly<Record<string, number>>;
};

/** What cannot be seen is not well. */
export const cannotSee = (name: string, reason: string): Finding => ({
  name,
  ok: false,
  detail: `this cannot be looked at: ${reason}`,
});

/** A sentence with all of them would be cut in the middle of one. */
export const someOf = (all: readonly string[]): string =>
  all.length > shownMax ? `${all.length} differences; ${all.slice(0, shownMax).join('; ')}` : all.join('; ');

const shownMax = 4;
