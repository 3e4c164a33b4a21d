/** What triage looks at and what it found: which symptoms of which runbooks are there, and in what order the runbooks fit. */

/** A symptom of a runbook, as far as it was looked for. */
export type Symptom = {readonly text: string} & (
  | {readonly seen: 'present' | 'absent'; readonly detail: string}
  /** It could not be looked at: a value is missing, or nobody answered. */
  | {readonly seen: 'unseen'; readonly why: string; readonly missing: readonly string[]}
  /** It has no check: a person has to look. */
  | {readonly seen: 'by-eye'}
  /** It is still to be looked for. */
  | {readonly seen: 'not-yet'}
);

/** A look at something outside, before it is done. */
export type Touch = {
  readonly runbook: string;
  readonly symptom: string;
  /** The kind of action: `sql`, `command`, … */
  readonly kind: string;
  /** Where it leads, or the program that is started, without secrets. */
  readonly target: string;
};

export type TriagedRunbook = {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly symptoms: readonly Symptom[];
};

export type Triage = {
  readonly stage: 'planned' | 'looking' | 'done';
  readonly touches: readonly Touch[];
  /** How many of the looks are over. */
  readonly looked: number;
  /** What a runbook fits comes first. */
  readonly runbooks: readonly TriagedRunbook[];
  /** Runbooks that could not be read, a sentence each. */
  readonly troubles: readonly string[];
};

/** Whether a runbook fits what was seen. Where a look failed, or is still to come, nothing is ruled out. */
export type Fit = 'fits' | 'unclear' | 'does-not-fit';

export const fitOf = ({symptoms}: Pick<TriagedRunbook, 'symptoms'>): Fit => {
  if (count(symptoms, 'present') > 0) {
    return 'fits';
  }
  const isAbsent = count(symptoms, 'absent') > 0;
  const isOpen = symptoms.some(({seen}) => seen === 'unseen' || seen === 'not-yet');
  return isAbsent && !isOpen ? 'does-not-fit' : 'unclear';
};

/** The order of the fits, best first. */
const fits: readonly Fit[] = ['fits', 'unclear', 'does-not-fit'];

/**
 * Best first: by fit, then by how many more symptoms are there than are not, then by how many are there, then by name.
 * Each symptom counts the same: nobody has said which weighs more.
 */
export const ranked = (runbooks: readonly TriagedRunbook[]): readonly TriagedRunbook[] =>
  runbooks.toSorted(
    (one, other) =>
      fits.indexOf(fitOf(one)) - fits.indexOf(fitOf(other)) ||
      balance(other) - balance(one) ||
      count(other.symptoms, 'present') - count(one.symptoms, 'present') ||
      one.id.localeCompare(other.id, 'en'),
  );

const balance = ({symptoms}: TriagedRunbook): number => count(symptoms, 'present') - count(symptoms, 'absent');

export const count = (symptoms: readonly Symptom[], seen: Symptom['seen']): number =>
  symptoms.filter(symptom => symptom.seen === seen).length;
