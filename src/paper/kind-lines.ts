/** What is to be done in a step, by its kind. */
import {spellDurationMs} from '../base/duration.ts';
import type {Step, StepOf} from '../runbook/runbook.ts';
import type {Blanks} from './blanks.ts';
import {exactText, type People} from './exact-text.ts';
import {block, box, code, dots, linesIn, within} from './markdown.ts';
import type {PaperStep} from './numbers.ts';
import {afterEnd, afterFailure, goingOn, goOn} from './onward.ts';
import {type Paragraphs, probeLines} from './probe-lines.ts';

/** What a step needs to be written out. */
export type Writing = {readonly blanks: Blanks; readonly people: People};

export const kindLines = (paper: PaperStep, writing: Writing): Paragraphs => {
  const {step} = paper;
  const {blanks, people} = writing;
  switch (step.kind) {
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify': {
      const heard = step.mustAck ? [[`- ${box} Somebody says that they have heard it: ${dots(30)}`]] : [];
      return [...exactText(step.action, blanks, people), ...heard];
    }
    case 'instruction':
      return instructionLines(step, writing);
    case 'input':
      return [[blanks.sentence(step.ask)], [`Write it down (${takes(step.declaration)}): ${step.id} ${dots(40)}`]];
    case 'decision':
      return decisionLines(step, paper, writing);
    case 'approval':
      return approvalLines(step, paper, writing);
    case 'check':
      return probeLines('Check', step.probe, writing);
    case 'wait':
      return waitLines(step, writing);
    case 'assert':
      return [[`- ${box} ${code(step.condition)} holds.`]];
    case 'let':
      return [Object.entries(step.values).map(([name, value]) => `- ${name} = ${code(value)}: ${dots(30)}`)];
    case 'milestone':
      return milestoneLines(step, paper);
    case 'end':
      return [[`Here ${afterEnd(step.outcome, paper)}.`]];
    case 'group':
      return step.order === 'any' ? [[`Do the parts of this step one after another, in any order.`]] : [];
    case 'parallel':
      return parallelLines(step, paper);
    case 'foreach':
      return itemLines(step.in, step.atOnce, `steps ${paper.number}.1 and following`);
    case 'repeat':
      return repeatLines(step, paper);
    case 'include':
      return includeLines(step, writing);
  }
};

/** The list of a loop, to be written down and ticked. */
export const itemLines = (list: string, atOnce: number, what: string): Paragraphs => [
  [`Do ${what} for each of ${code(list)}${atOnce > 1 ? `, ${atOnce} at a time` : ''}. Write the items down:`],
  [1, 2, 3, 4].map(number => `- ${box} ${number}. ${dots(60)}`),
];

const instructionLines = (
  {do: task, checklist, paste, reveal}: StepOf<'instruction'>,
  {blanks}: Writing,
): Paragraphs => [
  ...linesIn(task).map(line => [blanks.sentence(line)]),
  ...(checklist.length === 0 ? [] : [checklist.map(item => `- ${box} ${blanks.sentence(item)}`)]),
  ...(paste === undefined ? [] : [['Type this, exactly:'], block(blanks.exact(paste), '')]),
  ...(reveal === undefined
    ? []
    : [[`What is needed for it is secret, and not on this paper: ${blanks.sentence(reveal)}`]]),
];

const decisionLines = (
  {ask, choose, propose, branches}: StepOf<'decision'>,
  paper: PaperStep,
  {blanks}: Writing,
): Paragraphs => [
  ...linesIn(ask).map(line => [blanks.sentence(line)]),
  ...(choose === undefined ? [] : [[`It is decided by ${code(choose)}.`]]),
  ...(propose === undefined ? [] : [[`Proposed: ${proposal(propose, paper)}.`]]),
  branches.map(({name, title, goto, end}, index) => {
    const way = paper.blocks[index];
    return `- ${box} **${way?.number ?? ''}** ${code(name)}: ${within(title).replace(/\.$/, '')}. ${leadsTo({goto, end, way, paper})}`;
  }),
];

/** A way that is named outright is called by its number. */
const proposal = (propose: string, {blocks}: PaperStep): string => {
  const [, name] = /^'(\w+)'$/.exec(propose.trim()) ?? [];
  return blocks.find(({branch}) => branch !== undefined && branch.name === name)?.number ?? code(propose);
};

type Way = {
  readonly goto: string | undefined;
  readonly end: StepOf<'end'>['outcome'] | undefined;
  readonly way: PaperStep['blocks'][number] | undefined;
  readonly paper: PaperStep;
};

const leadsTo = ({goto, end, way, paper}: Way): string => {
  if (end !== undefined) {
    return `Then ${afterEnd(end, paper)}.`;
  }
  if (goto !== undefined) {
    return `Go on at step ${paper.document.numbers.get(goto) ?? goto}.`;
  }
  const [first] = way?.steps ?? [];
  return first === undefined ? goOn(paper.onward) : `Go on at step ${first.number}.`;
};

const approvalLines = (
  {ask, from, need, notExecutor, onNoGo, expiresMs}: StepOf<'approval'>,
  paper: PaperStep,
  {blanks, people}: Writing,
): Paragraphs => [
  ...linesIn(ask).map(line => [blanks.sentence(line)]),
  [
    [
      `Asked: ${from.map(role => within(people(role))).join('; ')}.`,
      `${need === 1 ? 'One go is needed' : `${need} gos are needed, of different people`}.`,
      ...(notExecutor ? ['Whoever carries out this paper does not approve.'] : []),
      ...(expiresMs === undefined ? [] : [`Without an answer for ${spellDurationMs(expiresMs)}, ask again.`]),
    ].join(' '),
  ],
  Array.from({length: need}, () => `- ${box} go ${box} no-go Name ${dots(20)} Signature ${dots(20)} Time ${dots(8)}`),
  [`No-go: ${afterFailure(onNoGo, paper)}.`],
];

const waitLines = ({wait}: StepOf<'wait'>, writing: Writing): Paragraphs => {
  if ('for' in wait) {
    return [[`Wait ${spellDurationMs(wait.for)}, until ${dots(9)}`]];
  }
  return 'at' in wait
    ? [[`Wait until ${writing.blanks.sentence(wait.at)}.`]]
    : probeLines('Wait until', wait.until, writing);
};

const parallelLines = ({branches, atOnce}: StepOf<'parallel'>, paper: PaperStep): Paragraphs => [
  [
    `These ways go on side by side${atOnce < branches.length ? `, ${atOnce} at a time` : ''}; this step is done when all of them are. Then ${goingOn(paper.onward)}.`,
  ],
  branches.map(({title}, index) => {
    const way = paper.blocks[index];
    const [first] = way?.steps ?? [];
    return `- ${box} **${way?.number ?? ''}** ${within(title)}${first === undefined ? ', nothing to do' : `, from step ${first.number}`}`;
  }),
];

const repeatLines = ({until, max, onExhausted}: StepOf<'repeat'>, paper: PaperStep): Paragraphs => [
  [
    `Do steps ${paper.number}.1 and following again and again until ${code(until)}, at most ${max} ${max === 1 ? 'time' : 'times'}: ${Array.from({length: Math.min(max, 10)}, (_, index) => `${box} ${index + 1}`).join(' ')}`,
  ],
  [`If it is not so after the last time, ${afterFailure(onExhausted, paper)}.`],
];

const includeLines = ({runbook, inputs}: StepOf<'include'>, {blanks}: Writing): Paragraphs => [
  [`This is another runbook: ${within(runbook.title)} (${code(runbook.id)}, version ${within(runbook.version)}).`],
  Object.entries(inputs).map(([name, text]) => `- ${code(name)} is ${blanks.sentence(text)}`),
];

const milestoneLines = ({event}: StepOf<'milestone'>, {document}: PaperStep): Paragraphs => {
  const isStop = document.within === undefined && document.runbook.clock.stop === event;
  return [
    [
      `Write down the time: ${event.replaceAll('_', ' ')} at ${dots(12)}${isStop ? ` The clock stops here; it took ${dots(12)}` : ''}`,
    ],
  ];
};

const takes = ({type, of}: StepOf<'input'>['declaration']): string =>
  Array.isArray(of) ? `one of ${of.map(within).join(', ')}` : `${type}${of === undefined ? '' : ` of ${String(of)}`}`;

/** Whether there is something to sign when the step is over. */
export const isSigned = ({shape, kind}: Step): boolean => shape !== 'instant' || kind === 'assert';
