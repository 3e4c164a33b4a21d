/** What is to be known before two runs are held against each other: other runbooks, versions, modes, and where they part. */
import type {Comparison} from '../run/compare/compare.ts';
import type {RunMeasure, StepMeasure} from '../run/compare/measure.ts';
import type {Status} from '../run/state.ts';
import {modeWords, statusWords} from './words.ts';

/** Sentences; none where both are runs of the same text in the same mode that are over. */
export const compareNotes = ({a, b}: Comparison): readonly string[] => [
  ...textNotes(a, b),
  ...(a.mode === b.mode
    ? []
    : [`A is ${articleOf(a)} and B ${articleOf(b)}: what a lab takes is no measure of what production takes.`]),
  ...[a, b].flatMap((run, index) =>
    run.outcome === null ? [`${index === 0 ? 'A' : 'B'} is still open: its times are those until now.`] : [],
  ),
  ...(a.isTimeUncertain || b.isTimeUncertain
    ? ['The host was restarted while a run was open, so its times are uncertain.']
    : []),
];

const articleOf = ({mode}: RunMeasure): string => `${mode === 'incident' ? 'an' : 'a'} ${modeWords[mode]}`;

const textNotes = (a: RunMeasure, b: RunMeasure): readonly string[] => {
  if (a.runbook.id !== b.runbook.id) {
    return [
      `These are runs of different runbooks, ${a.runbook.id} and ${b.runbook.id}: steps that are alike stand beside each other.`,
    ];
  }
  return a.runbook.version === b.runbook.version
    ? []
    : [`The runbook was changed between them: A is of version ${a.runbook.version}, B of ${b.runbook.version}.`];
};

/** Where they part, in one sentence. */
export const partingSentence = ({a: runA, b: runB, parts}: Comparison): string => {
  if (parts === null) {
    return runA.outcome === null || runB.outcome === null
      ? 'They have not parted so far.'
      : 'They never part: both went through the same steps.';
  }
  const {title, step, why, a, b} = parts;
  const place = `They part at ${title} [${step}]`;
  switch (why) {
    case 'only-a':
      return `${place}: only A has it, and ${becameOf(a)}.`;
    case 'only-b':
      return `${place}: only B has it, and ${becameOf(b)}.`;
    case 'choice':
      return `${place}: A chose ${a?.choice ?? ''}, B chose ${b?.choice ?? ''}.`;
    case 'way':
      return `${place}: in A it is ${wordOf(a)}, in B ${wordOf(b)}.`;
  }
};

const becameOf = (step: StepMeasure | null): string => `it is ${wordOf(step)} there`;

const wordOf = (step: StepMeasure | null): string => (step === null ? 'not there' : recordedWord(step.status));

/** Of a record nobody is asked any more. */
export const recordedWord = (status: Status): string =>
  status === 'awaiting' ? 'waiting for a person' : statusWords[status];
