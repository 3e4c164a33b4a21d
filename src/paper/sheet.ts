/** A runbook as a checklist for paper: what a person goes by when every screen is dark. */
import {spellDurationMs} from '../base/duration.ts';
import {objectivesFor} from '../runbook/objectives.ts';
import {outcomes} from '../runbook/words.ts';
import {checkDigits, stepText} from './check-digits.ts';
import {frontLines, shortDigest, timeOfPrint} from './front-lines.ts';
import {isExact, type LongTexts, longTexts} from './long-texts.ts';
import {box, code, dots, within, wrapped} from './markdown.ts';
import {inOrder, numbered, type PaperBlock, type PaperStep} from './numbers.ts';
import {peopleOf} from './people.ts';
import type {Paragraphs} from './probe-lines.ts';
import type {PaperSource} from './source.ts';
import {type Around, stepLines} from './step-lines.ts';
import {runningTotals} from './times.ts';

/** The whole paper as Markdown, the same for the same runbook, plan and time. */
export const sheet = (source: PaperSource): string => {
  const steps = numbered(source.runbook);
  const all = inOrder(steps);
  const long = longTexts();
  const around = aroundOf(source, all, long);
  const paragraphs: Paragraphs = [
    ...frontLines(source, all[0]?.document),
    ...blockLines(steps, {around, heading: undefined, level: '##'}),
    ...signOff(source),
    // Behind what is signed: nobody leafs through it to get there.
    ...long.atTheEnd(),
    ...colophon(source, all),
  ];
  return `${paragraphs
    .filter(lines => lines.length > 0)
    .map(lines => (isExact(lines) ? lines : lines.flatMap(wrapped)).join('\n'))
    .join('\n\n')}\n`;
};

type Writing = {
  readonly around: (step: PaperStep) => Around;
  readonly heading: string | undefined;
  readonly level: '##' | '####';
};

const blockLines = (steps: readonly PaperStep[], {around, heading, level}: Writing): Paragraphs => {
  let above = heading;
  return steps.flatMap((paper, index) => {
    const {step} = paper;
    const isNew = step.heading !== undefined && step.heading !== above;
    const named = isNew
      ? [`${level} ${within(step.heading)}${step.phase === undefined ? '' : ` · ${step.phase}`}`]
      : [];
    const first = level === '##' && index === 0 && !isNew ? ['## Steps'] : [];
    above = step.heading;
    const inner = paper.blocks.flatMap(block => [
      ...wayLines(paper, block),
      ...blockLines(block.steps, {around, heading: step.heading, level: '####'}),
    ]);
    return [first, named, ...stepLines(paper, around(paper)), ...inner];
  });
};

/** The head of a way, above its steps. */
const wayLines = ({step, number}: PaperStep, {number: own, branch, steps}: PaperBlock): Paragraphs => {
  if (own === undefined || branch === undefined || steps.length === 0) {
    return [];
  }
  const when =
    step.kind === 'decision'
      ? `Only when ${own} was chosen at step ${number}.`
      : `A way of step ${number}. Carried out by ${dots(30)}`;
  return [[`### ${own}. ${within(branch.title)}`], [when]];
};

const aroundOf = (
  source: PaperSource,
  all: readonly PaperStep[],
  {setApart}: LongTexts,
): ((step: PaperStep) => Around) => {
  const people = peopleOf(source.runbook, source.plan);
  const totalOf = totals(source);
  const below = new Map(all.map(({number}, index) => [number, all[index + 1]?.number] as const));
  return paper => ({
    people,
    below: below.get(paper.number),
    digitsOf: said => checkDigits(source.sha256(stepText(said))),
    setApart: said => setApart(said, paper.number),
    total: totalOf(paper),
  });
};

const totals = ({runbook, plan}: PaperSource): ((step: PaperStep) => string | undefined) => {
  const running = runningTotals();
  const {rtoMs} = objectivesFor(runbook, plan);
  const of = rtoMs === null ? '' : ` of ${spellDurationMs(rtoMs)}`;
  return paper => {
    const {shape, kind} = paper.step;
    const totalMs = shape === 'group' && kind !== 'decision' ? undefined : running(paper);
    if (totalMs === undefined) {
      return undefined;
    }
    return totalMs === null
      ? 'the clock has stopped'
      : `by then ${spellDurationMs(Math.ceil(totalMs / 1000) * 1000)}${of}`;
  };
};

const signOff = ({runbook}: PaperSource): Paragraphs => [
  ['## The end'],
  [outcomes.map(outcome => `${box} ${outcome.replaceAll('-', ' ')}`).join(' ')],
  [`Ended at (UTC) ${dots(12)} Name ${dots(24)} Signature ${dots(24)}`],
  ['What was done otherwise than this paper says, by whom, and why:'],
  ...Array.from({length: 4}, () => [dots(80)]),
  ...(runbook.next === undefined ? [] : [[`Next: ${code(runbook.next)}.`]]),
];

/** By what this paper is told from others. */
const colophon = (
  {runbook, text, planText, beside, printedAt, sha256}: PaperSource,
  all: readonly PaperStep[],
): Paragraphs => [
  [
    `End of ${code(runbook.id)}, version ${within(runbook.version)}, ${all.length} ${all.length === 1 ? 'step' : 'steps'}, printed ${timeOfPrint(printedAt)}, digest ${code(shortDigest(sha256(text)))}. In full (SHA-256):`,
  ],
  [
    `- the runbook ${code(sha256(text))}`,
    `- its plan ${code(sha256(planText))}`,
    ...[...beside].map(([file, other]) => `- ${code(file)} ${code(sha256(other))}`),
  ],
];
