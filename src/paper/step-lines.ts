/** One step on paper: its line, the warnings, what is done, how it is seen to be done, and a place to sign. */
import {spellDurationMs} from '../base/duration.ts';
import type {Step} from '../runbook/runbook.ts';
import {blankOf, blanksOf} from './blanks.ts';
import {exactText, type People} from './exact-text.ts';
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
  readonly digits: string;
  /** `by then 12 min of 1 h`, where that is known. */
  readonly total: string | undefined;
};

export const stepLines = (paper: PaperStep, around: Around): Paragraphs => {
  const {step, document} = paper;
  const writing: Writing = {blanks: blanksOf(document), people: around.people};
  const parts = [
    [`### ${paper.number}. ${within(step.title)}`],
    [headLine(paper, around)],
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
  return [...parts, ...letters(writing), ...onwards(paper, around), ...signature(step)];
};

const headLine = ({step, path}: PaperStep, {digits, total}: Around): string =>
  [
    `**check ${digits}**`,
    code(path),
    step.kind,
    ...(step.role === undefined ? [] : [within(step.role)]),
    ...(step.estimate === undefined ? [] : [estimate(step.estimate)]),
    ...(total === undefined ? [] : [total]),
  ].join(' · ');

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

/** How it is known that it worked, what is written down, and the way back. */
const afterwards = (paper: PaperStep, writing: Writing): Paragraphs => {
  const {step} = paper;
  const {blanks, people} = writing;
  return [
    ...worked(step),
    ...step.verify.flatMap(probe => probeLines('Verify', probe, writing)),
    ...outputs(step),
    ...evidence(step),
    ...duties(paper, people),
    ...(step.doneWhen.length === 0
      ? []
      : [
          ['If nobody knows whether it was done, this tells:'],
          ...step.doneWhen.flatMap(probe => probeLines('It is done', probe, writing)),
        ]),
    ...once(step),
    ...(step.undo === undefined
      ? []
      : step.undo.kind === 'instruction'
        ? [[`To take it back: ${blanks.sentence(step.undo.do)}`]]
        : [['To take it back:'], ...exactText(step.undo, blanks, people)]),
    ...troubles(step),
    ...step.see.map(({title, url}) => [`See ${within(title)}: ${code(url)}`]),
  ];
};

/** What the program goes by where its author says nothing else. */
const worked = ({expect, kind}: Step): Paragraphs => {
  if (expect !== undefined) {
    return [[`- ${box} It has worked when ${code(expect)}.`]];
  }
  if (kind === 'command' || kind === 'script') {
    return [[`- ${box} It has worked when it ends with exit code 0.`]];
  }
  return kind === 'http' ? [[`- ${box} It has worked when the status is 200 to 299.`]] : [];
};

const troubles = ({troubleshoot}: Step): Paragraphs =>
  troubleshoot.length === 0
    ? []
    : [
        ['Trouble:'],
        troubleshoot.map(
          ({symptom, check, then}) =>
            `- ${inline(symptom)}${check === undefined ? '' : ` (${within(check)})`}: ${within(then)}`,
        ),
      ];

const outputs = (step: Step): Paragraphs => {
  const named = Object.entries(step.outputs).map(([name, {value, secret}]) =>
    secret
      ? `- ${code(name)} from ${code(value)} is secret: keep it, and not on this paper`
      : `- ${code(name)} ${dots(24)} from ${code(value)}`,
  );
  const point =
    step.recoveryPoint === undefined ? [] : [`- up to when data is back ${dots(24)} from ${code(step.recoveryPoint)}`];
  return named.length + point.length === 0 ? [] : [['Write down:'], [...named, ...point]];
};

const evidence = ({evidence: wanted}: Step): Paragraphs =>
  wanted.length === 0 ? [] : [['Keep with this paper:'], wanted.map(text => `- ${box} ${inline(text)}`)];

const duties = ({step, document}: PaperStep, people: People): Paragraphs => {
  const {temporary, escalate, retry} = step;
  return [
    ...(retry.attempts > 1 ? [[`Try up to ${retry.attempts} times, ${spellDurationMs(retry.delayMs)} apart.`]] : []),
    ...(temporary === undefined
      ? []
      : [
          [
            `It leaves something behind: step ${document.numbers.get(temporary.liftedBy) ?? temporary.liftedBy} takes it away, within ${spellDurationMs(temporary.withinMs)}.`,
          ],
        ]),
    ...(escalate === undefined
      ? []
      : [
          [
            `When nobody has dealt with it for ${spellDurationMs(escalate.afterMs)}, call ${within(people(escalate.to))}.`,
          ],
        ]),
  ];
};

/** A step that changes something and may not be run twice says so: on paper nobody else does. */
const once = ({shape, effects, idempotent, doneWhen}: Step): Paragraphs =>
  shape === 'action' && !idempotent && (effects === 'write' || effects === 'destructive')
    ? [
        [
          `Not to be run twice${doneWhen.length > 0 ? '' : ': when nobody knows whether it ran, look at what it changes first'}.`,
        ],
      ]
    : [];

const letters = ({blanks}: Writing): Paragraphs => {
  const lettered = blanks.lettered();
  return lettered.length === 0
    ? []
    : [['To work out:'], lettered.map(([letter, expression]) => `- ${code(blankOf(letter))} is ${code(expression)}`)];
};

const onwards = (paper: PaperStep, {below}: Around): Paragraphs => {
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
