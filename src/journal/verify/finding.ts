/** What verifying finds, and which finding decides. */

/** What a record turned out to be; docs/design/journal-format.md, "Verdicts". */
export type Verdict = 'OK' | 'TORN' | 'DAMAGED' | 'TRUNCATED' | 'REWRITTEN';

/** One thing that is wrong: what it makes of the whole record, and the entry that it is about, if one. */
export type Finding = {
  readonly verdict: Verdict;
  readonly code: string;
  readonly seq: number | null;
  readonly message: string;
};

const severity: {readonly [Name in Verdict]: number} = {OK: 0, TORN: 1, TRUNCATED: 2, DAMAGED: 3, REWRITTEN: 4};

/** The verdict of everything found: the gravest one. */
export const worst = (findings: readonly Finding[]): Verdict =>
  findings.reduce<Verdict>(
    (verdict, finding) => (severity[finding.verdict] > severity[verdict] ? finding.verdict : verdict),
    'OK',
  );
