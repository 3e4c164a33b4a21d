/** What another version of its runbook would have made of a run, in sentences: for pipes, screen readers, and the page of words on the screen. */
import {formatDurationMs} from '../base/duration.ts';
import {showForeignLine} from '../base/foreign-text.ts';
import type {Comparison} from '../run/compare/compare.ts';
import {type ComparedStep, noticeableMs} from '../run/compare/compared-step.ts';
import type {NewChoice, StepDifference, WhatIf} from '../run/compare/what-if.ts';
import type {Outline} from '../run/outline.ts';
import {type Path, withoutItems} from '../run/path.ts';
import {recordedWord} from './compare-notes.ts';
import {
  finishWords,
  named,
  outcomeOf,
  sourceWord,
  stopSentence,
  whatIfParting,
  whatIfRecovery,
} from './what-if-sentences.ts';
import {outcomeWords, roundDuration, shortRun} from './words.ts';

/** The record and what would have been: `before` is the outline of the record, `rtoMs` what the new version promises. */
export type WhatIfTold = {
  readonly comparison: Comparison;
  readonly what: WhatIf;
  readonly before: Outline;
  readonly rtoMs: number | null;
};

export const whatIfLines = (told: WhatIfTold): readonly string[] => {
  const {comparison, what, before, rtoMs} = told;
  const {a} = comparison;
  const stop = stopSentence(what);
  return [
    `What if run ${shortRun(a.run)} of ${a.runbook.id} ${a.runbook.version} had gone by ${what.outline.id} ${what.outline.version}?`,
    ...(a.runbook.id === what.outline.id
      ? []
      : ['These are different runbooks: steps that are alike are taken for the same.']),
    'Nothing was executed and nothing was asked: every value and every answer is that of the record.',
    whatIfParting(what, before),
    recordedSentence(told),
    whatIfRecovery(what, rtoMs),
    ...objectiveNote(told),
    ...(what.state.outcome === null ? [] : [`It would have ended: ${outcomeWords[what.state.outcome]}.`]),
    ...(stop === undefined ? [] : [stop]),
    '',
    ...differenceLines(what.differences),
    ...choiceLines(what.choices, rtoMs),
    '',
    'Step by step:',
    ...comparison.steps.map(step => stepSentence(step, what)),
  ].map(showForeignLine);
};

/** What is to be said of single steps where one of them is looked at: where its time comes from, and what the version says otherwise. */
export const whatIfNotes = (what: WhatIf): ReadonlyMap<Path, readonly string[]> => {
  const notes = new Map<Path, readonly string[]>();
  const changes = new Map(what.differences.map(one => [one.path, one] as const));
  for (const path of what.state.steps.keys()) {
    const change = changes.get(withoutItems(path));
    const source = sourceWord(what, path);
    notes.set(path, [
      ...(source === undefined ? [] : [`Its time is ${sourceWords[source] ?? source}.`]),
      ...(change ? [`In the new version: ${kindWords[change.kind]}.`, ...change.changes.map(changeWords)] : []),
    ]);
  }
  return notes;
};

const recordedSentence = ({comparison: {a}}: WhatIfTold): string => {
  const {rtaMs, rtoUsedMs} = a.timing;
  if (rtaMs !== null) {
    return `The RTA of the record is ${formatDurationMs(rtaMs)}, measured.`;
  }
  return rtoUsedMs === null
    ? 'The record has no RTA.'
    : `The record has no RTA: its clock had run for ${formatDurationMs(rtoUsedMs)} and was not stopped.`;
};

const objectiveNote = ({comparison: {a}, rtoMs}: WhatIfTold): readonly string[] => {
  const former = a.timing.rtoMs;
  const word = (ms: number | null): string => (ms === null ? 'none' : roundDuration(ms));
  return former === rtoMs ? [] : [`The RTO of the record is ${word(former)}, that of the new version ${word(rtoMs)}.`];
};

const kindWords: {readonly [Kind in StepDifference['kind']]: string} = {
  added: 'added',
  dropped: 'left out',
  moved: 'moved',
  renamed: 'renamed',
  changed: 'changed',
};

const differenceLines = (differences: readonly StepDifference[]): readonly string[] =>
  differences.length === 0
    ? ['The new version has the same steps, and says the same of each.']
    : [
        `The new version differs in ${differences.length === 1 ? 'one step' : `${differences.length} steps`}:`,
        ...differences.flatMap(({kind, title, path, formerPath, changes, stepKind}) => [
          `  ${kindWords[kind]}: ${title} [${path}]${kind === 'added' || kind === 'dropped' ? `, ${withArticle(stepKind)}` : ''}${formerPath === undefined ? '' : `, in the record ${formerPath}`}`,
          ...changes.map(change => `    ${changeWords(change)}`),
        ]),
      ];

/** Of a kind of step: that a decision is gone says more than that a step is. */
const withArticle = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;

/** Longer texts are for an editor to compare. */
const tellableMax = 70;

const changeWords = ({what, before, after}: StepDifference['changes'][number]): string =>
  [before, after].some(text => text.length > tellableMax || text.includes('\n'))
    ? `${what} is another text`
    : `${what}: ${before === '' ? 'nothing' : before} became ${after === '' ? 'nothing' : after}`;

const choiceLines = (choices: readonly NewChoice[], rtoMs: number | null): readonly string[] =>
  choices.flatMap(({title, step, followed, branches}) => [
    '',
    followed === null
      ? `The record has no answer to ${title} [${step}], and nothing in it fits one branch alone:`
      : `The record has no answer to ${title} [${step}]; ${followed} is followed, which is what the record fits:`,
    ...branches.map(
      branch =>
        `  ${branch.branch}, ${branch.title}: ${outcomeOf(branch)}${branch.isRecovery ? ', RTA' : ' after'} ${finishWords(branch, rtoMs)}`,
    ),
  ]);

const stepSentence = (step: ComparedStep, what: WhatIf): string => {
  const {a, b, depth} = step;
  const name = b === null ? `${a?.title ?? ''} [${a?.path ?? ''}]` : named(what.outline, b.path);
  return `${'  '.repeat(depth + 1)}${name}: ${wouldBe(step, what)}; ${was(step)}.`;
};

const was = ({a}: ComparedStep): string => {
  if (a === null) {
    return 'the record does not have it';
  }
  return `in the record ${recordedWord(a.status)}${isTold(a.elapsedMs) ? `, ${formatDurationMs(a.elapsedMs)}` : ''}`;
};

const sourceWords: {readonly [source: string]: string} = {
  partly: 'partly measured',
  'as before': 'measured, of the text before',
};

const isTold = (ms: number | null): ms is number => ms !== null && ms >= noticeableMs;

const wouldBe = ({b}: ComparedStep, what: WhatIf): string => {
  if (b === null) {
    return 'left out';
  }
  const source = sourceWord(what, b.path);
  if (source === undefined || !isTold(b.elapsedMs)) {
    return recordedWord(b.status);
  }
  const isDefault = source === 'estimated' && what.unestimated.has(withoutItems(b.path));
  const words = sourceWords[source] ?? source;
  return `${recordedWord(b.status)}, ${formatDurationMs(b.elapsedMs)} ${words}${isDefault ? ' by the default of its kind' : ''}`;
};
