/** Drill debt in words: what was never gone through first, then what changed since, then when the rest was. */
import {dayOf, numbered} from '../home/home-words.ts';
import {modeWords, shortRun} from '../words.ts';
import {type Debt, type ExercisedPart, isPaid, type OwedPart, type OwedVariant} from './debt.ts';
import type {Use} from './used-parts.ts';

/** `Drill debt: 7 of 31 parts were never gone through, 2 have changed since; 1 of 3 drills was never run.` */
export const debtWords = (debt: Debt): string => {
  const {parts, never, changed, unknown, variants} = debt;
  if (isPaid(debt)) {
    return unknown.length === 0
      ? `No drill debt: each of ${numbered(parts, 'part')} was gone through as it is now.`
      : `No drill debt that is known: of ${unknown.length} of ${numbered(parts, 'part')} it is not known what they did then.`;
  }
  const notRun = variants.filter(({last}) => last === null).length;
  const clauses = [
    ...(never.length === 0 ? [] : [`${never.length} of ${numbered(parts, 'part')} never gone through`]),
    ...(changed.length === 0 ? [] : [`${changed.length} changed since`]),
    ...(notRun === 0 ? [] : [`${notRun} of ${numbered(variants.length, 'drill')} never run`]),
  ];
  return `Drill debt: ${clauses.join(', ')}.`;
};

/** The same where runbooks are listed: of one that was never run there is nothing to add. */
export const owedPartsWords = ({
  debt,
  runs,
}: {
  readonly debt: Debt | null;
  readonly runs: readonly unknown[];
}): string | undefined => (debt === null || runs.length === 0 ? undefined : debtWords(debt));

/** The first parts that nobody has gone through, as many as there is room for. */
export const neverLines = ({never}: Debt, countMax: number): readonly string[] => [
  ...never.slice(0, countMax).map(neverWords),
  ...(never.length > countMax ? [`and ${never.length - countMax} more`] : []),
];

export const debtLines = (debt: Debt, runbook: string): readonly string[] => [
  debtWords(debt),
  ...section('Never gone through:', debt.never.map(neverWords)),
  ...section('Changed since they were gone through:', debt.changed.map(exercisedWords)),
  ...section('Gone through, but what they did then is not known any more:', debt.unknown.map(exercisedWords)),
  ...section(
    'Drills:',
    debt.variants.map(variant => variantLine(variant, runbook)),
  ),
  ...section('Gone through as they are now:', debt.exercised.map(exercisedWords)),
];

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map(line => `  ${line}`)];

/** `branch choose_path:dump, Choose the way back: Load the dump`. */
const partWords = ({kind, path, title}: Pick<OwedPart, 'kind' | 'path' | 'title'>): string =>
  `${kindWords[kind]} ${path}, ${title}`;

const kindWords: {readonly [Kind in OwedPart['kind']]: string} = {
  step: 'step',
  branch: 'branch',
  undo: 'way back of',
  failure: 'way of a failure of',
};

const neverWords = (part: OwedPart): string => `${partWords(part)}${whyWords(part)}`;

const whyWords = ({drill, wasSimulated}: OwedPart): string => {
  switch (drill) {
    case 'simulate':
      return ' (a drill only tells it)';
    case 'skip':
      return ' (a drill skips it)';
    case 'instead':
      return ' (a drill does something else instead)';
    case 'run':
      return wasSimulated ? ' (only told so far)' : '';
  }
};

const exercisedWords = (part: ExercisedPart): string =>
  `${partWords(part)}: ${useWords(part.last)}, in ${numbered(part.runs, 'run')} in all`;

const useWords = ({atMs, mode, run, variant, by}: Use): string =>
  `last ${atMs === null ? 'at a time that is not known' : dayOf(atMs)}, ${modeWords[mode]} ${shortRun(run)}${variant === null ? '' : `, variant ${variant}`}, by ${by}`;

const variantLine = ({variant, last, runs}: OwedVariant, runbook: string): string => {
  const name = variant === null ? 'the drill block itself' : `variant ${variant}`;
  if (last === null) {
    return `${name}: NEVER RUN; lifeboat drill ${runbook}${variant === null ? '' : `:${variant}`}`;
  }
  const passed = last.drill === null ? 'not judged' : last.drill.passed ? 'passed' : 'NOT PASSED';
  const when = last.endedAtMs === null ? '' : `${dayOf(last.endedAtMs)} `;
  return `${name}: last ${when}${shortRun(last.run)}, ${passed}, ${numbered(runs, 'run')} in all`;
};
