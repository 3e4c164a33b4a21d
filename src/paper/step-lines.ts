/** One step on paper: its line, the warnings, what is done, how it is seen to be done, and a place to sign. */
import {spellDurationMs} from '../base/duration.ts';
import type {Step} from '../runbook/runbook.ts';
import {afterwards} from './after-lines.ts';
import {blankOf, blanksOf} from './blanks.ts';
import type {People} from './exact-text.ts';
import {isSigned, itemLines, kindLines, type Writing} from './kind-lines.ts';
import {box, code, dots, inline, linesIn, within} from './markdown.ts';
import type {PaperStep} from './numbers.ts';
import {afterFailure, goingOn, goOn} from './onward.ts';
import {type Paragraphs, probeLines} from './probe-lines.ts';

/** What is known of a step from the whole of the paper. */
export type Around = {
  readonly people: People;
  /** The step that stands below it. */
  readonly below: string | undefined;
  /** The check digits of what stands there for the step. */
  readonly digitsOf: (said: Paragraphs) => string;
  /** The same with a word in the place of what stands at the end of the paper. */
  readonly setApart: (said: Paragraphs) => Paragraphs;
  /** `by then 12 min of 1 h`, where that is known. */
  readonly total: string | undefined;
};

export const stepLines = (paper: PaperStep, around: Around): Paragraphs => {
  const {setApart, total} = around;
  const {heading, facts, below} = partsOf(paper, around);
  const head = [`**check ${stepDigits(paper, around)}**`, ...facts, ...(total === undefined ? [] : [total])];
  return [[heading], [head.join(' · ')], ...setApart(below)];
};

/** The check digits that stand beside the step. */
export const stepDigits = (paper: PaperStep, around: Pick<Around, 'people' | 'below' | 'digitsOf'>): string => {
  const {heading, facts, below} = partsOf(paper, around);
  // The time used by then is made of what stands at other steps. What stands at the end is of this one, under whatever number.
  return around.digitsOf([[heading], facts, ...below]);
};

const partsOf = (paper: PaperStep, around: Pick<Around, 'people' | 'below'>) => ({
  heading: `### ${paper.number}. ${within(paper.step.title)}`,
  facts: factsOf(paper),
  below: belowHead(paper, around),
});

const factsOf = ({step, path}: PaperStep): readonly string[] => [
  code(path),
  step.kind,
  ...(step.role === undefined ? [] : [within(step.role)]),
  ...(step.estimate === undefined ? [] : [estimate(step.estimate)]),
];

const belowHead = (paper: PaperStep, around: Pick<Around, 'people' | 'below'>): Paragraphs => {
  const {step, document} = paper;
  const writing: Writing = {blanks: blanksOf(document), people: around.people};
  const parts = [
    ...(step.when === undefined ? [] : [[`Only when ${code(step.when)}. Otherwise ${goingOn(paper.onward)}.`]]),
    ...warnings(step, writing),
    ...(step.why === undefined
      ? []
      : linesIn(step.why).map((line, at) => [at === 0 ? `Why: ${within(line)}` : inline(line)])),
    ...step.requires.flatMap(probe => probeLines('Before it', probe, writing)),
    ...confirmation(step, writing),
    ...(step.each === undefined ? [] : itemLines(step.each.in, step.each.atOnce, 'this')),
    ...kindLines(paper, writing),
    ...afterwards(paper, writing),
  ];
  const whole = [...parts, ...letters(writing)];
  return [...whole, ...named(whole, paper), ...onwards(paper, around), ...signature(step)];
};

const estimate = ({p50Ms, p90Ms}: NonNullable<Step['estimate']>): string =>
  p50Ms === p90Ms ? spellDurationMs(p50Ms) : `${spellDurationMs(p50Ms)}, late ${spellDurationMs(p90Ms)}`;

const warnings = ({effects, pointOfNoReturn, touches, danger}: Step, {blanks}: Writing): Paragraphs => {
  const touched = touches.map(text => code(blanks.exact(text))).join(', ');
  return [
    ...(effects === 'destructive'
      ? [
          [
            `> **WARNING: DESTRUCTIVE.** What this step removes is gone.${touched === '' ? '' : ` It changes ${touched}.`}`,
          ],
        ]
      : []),
    ...(pointOfNoReturn ? [['> **WARNING: POINT OF NO RETURN.** Behind this step there is only forward.']] : []),
    ...(danger === undefined ? [] : [[`> **NOT THIS:** ${within(danger)}`]]),
  ];
};

const confirmation = ({confirm}: Step, {blanks}: Writing): Paragraphs =>
  confirm === undefined
    ? []
    : [
        [
          `- ${box} Read the target's own name at the target and write it here: ${dots(30)} It must be ${code(blanks.exact(confirm.type))}.`,
        ],
      ];

const letters = ({blanks}: Writing): Paragraphs => {
  const lettered = blanks.lettered();
  return lettered.length === 0
    ? []
    : [['To work out:'], lettered.map(([letter, expression]) => `- ${code(blankOf(letter))} is ${code(expression)}`)];
};

/** Expressions call a step by its id; whoever reads them on paper looks for its number. */
const named = (paragraphs: Paragraphs, {document}: PaperStep): Paragraphs => {
  const text = paragraphs.flat().join('\n');
  const ids = [...new Set([...text.matchAll(/\bsteps\.([a-z]\w*)/g)].map(([, id = '']) => id))];
  const known = ids.flatMap(id => {
    const number = document.numbers.get(id);
    return number === undefined ? [] : [`${code(id)} is step ${number}`];
  });
  return known.length === 0 ? [] : [[`Here ${known.join(', ')}.`]];
};

const onwards = (paper: PaperStep, {below}: Pick<Around, 'below'>): Paragraphs => {
  const {step, onward} = paper;
  const failing = canFail(step) ? [[`If it fails: ${afterFailure(step.onFailure, paper)}.`]] : [];
  const leads =
    step.kind !== 'decision' &&
    step.kind !== 'end' &&
    step.kind !== 'parallel' &&
    paper.blocks.every(({steps}) => steps.length === 0);
  const isBelow = 'at' in onward && onward.at === below;
  return [...failing, ...(leads && !isBelow ? [[`Done: ${goOn(onward)}`]] : [])];
};

const canFail = ({shape, kind}: Step): boolean =>
  shape === 'action' || shape === 'prompt' || shape === 'probe' || kind === 'assert' || kind === 'include';

const signature = (step: Step): Paragraphs =>
  isSigned(step)
    ? [
        [`${box} done ${box} failed ${box} skipped, because ${dots(40)}`],
        [`Begun ${dots(12)} Ended ${dots(12)} Initials ${dots(10)}`],
      ]
    : [[`Time ${dots(12)} Initials ${dots(10)}`]];
