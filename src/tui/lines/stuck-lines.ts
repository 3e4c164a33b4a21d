/** Held and unknown: what happened, what is safe, and what each way out does. Nothing is chosen beforehand. */
import {aftermath} from '../../report/aftermath.ts';
import {timeOfDay} from '../../report/words.ts';
import type {Move} from '../../run/intent.ts';
import type {StepState} from '../../run/state.ts';
import {type Line, paragraph, say} from '../line.ts';
import type {Look} from '../look.ts';
import type {Question} from '../moment.ts';

type WayOut = {
  readonly move: Move;
  readonly key: string;
  readonly title: string;
  readonly detail: (step: StepState) => string;
};

/** What the author proposes is named; z undoes this step alone, m goes on elsewhere. */
const backTo = ({then}: StepState): string => {
  const proposed = then?.do === 'hold' ? then.undoTo : undefined;
  return proposed === undefined
    ? 'undoes everything back to a step; z this one alone, m jumps'
    : `undoes everything back to ${proposed}, as the runbook proposes`;
};

/** The same keys, where it is an undo that is held. */
const waysOfUndo: readonly WayOut[] = [
  {move: 'retry', key: 'r', title: 'retry', detail: () => 'tries to undo it again'},
  {move: 'override', key: 'o', title: 'override', detail: () => 'counts as undone, with a reason'},
  {move: 'skip', key: 's', title: 'skip', detail: () => 'leaves what it did in place, with a reason'},
  {move: 'abort', key: 'Ctrl-C', title: 'abort', detail: () => 'ends the run, undoes nothing more'},
];

const waysOut: readonly WayOut[] = [
  {move: 'retry', key: 'r', title: 'retry', detail: ({attempt}) => `runs it again, as attempt ${attempt + 1}`},
  {move: 'skip', key: 's', title: 'skip', detail: () => 'goes on without it, with a reason'},
  {move: 'override', key: 'o', title: 'override', detail: () => 'counts as done, with a reason'},
  {move: 'undo_to', key: 'b', title: 'back', detail: backTo},
  {move: 'abort', key: 'Ctrl-C', title: 'abort', detail: () => 'ends the run, undoes nothing'},
];

export const heldLines = ({step, moves, lacks}: Question, look: Look): readonly Line[] => [
  say(
    step.undoingOf === undefined ? 'HELD: the run waits for you' : `HELD: the undo of attempt ${step.undoingOf}`,
    'bad',
  ),
  ...atMost(paragraph(`What happened: ${step.reason ?? 'no reason was recorded'}`, {width: look.width})),
  ...paragraph(`What is safe: nothing new starts; ${aftermath(step)}.`, {width: look.width}),
  ...(lacks && moves.includes('give')
    ? wayLine('Enter', 'give it', {detail: `gives it again, if it was mistyped: ${lacks.ask}`, look})
    : []),
  ...(step.undoingOf === undefined ? waysOut : waysOfUndo)
    .filter(({move}) => moves.includes(move))
    .flatMap(way => wayLine(way.key, way.title, {detail: way.detail(step), look})),
];

/** A reason that is longer stands in full above, where it can be scrolled: the ways out must stay in sight. */
export const reasonLinesMax = 4;

const atMost = (lines: readonly Line[]): readonly Line[] =>
  lines.length <= reasonLinesMax
    ? lines
    : [...lines.slice(0, reasonLinesMax - 1), say('and more: PgDn shows all of it', 'quiet')];

export const unknownLines = ({step, moves, lacks}: Question, look: Look): readonly Line[] => {
  const {width} = look;
  const evidence = step.checks.filter(({use}) => use === 'done_when' || use === 'verify');
  const lines = [
    say('OUTCOME UNKNOWN', 'bad'),
    ...atMost(paragraph(`${attemptWords(step)}: ${step.reason ?? 'the program ended while it ran'}.`, {width})),
    ...evidence.flatMap(({name, ok, detail}) =>
      paragraph(`Check ${name} says: ${ok ? 'done' : 'not done'}${detail === '' ? '' : `, ${detail}`}`, {
        width,
        tone: ok ? 'good' : 'warn',
      }),
    ),
  ];
  if (!moves.includes('resolve')) {
    return lines;
  }
  const answers = [
    ['d', 'it is done', 'go on'],
    ['n', 'it did not happen', 'run it again'],
    ['w', 'wait', 'look again; nothing is decided'],
    ['a', 'stop here', 'count it as failed and hold'],
  ] as const;
  const gone = lacks
    ? wayLine('Enter', 'give it', {detail: `what could tell needs a secret that is gone: ${lacks.ask}`, look})
    : [];
  return [...lines, ...gone, ...answers.flatMap(([key, title, detail]) => wayLine(key, title, {detail, look}))];
};

/** Whoever looks elsewhere for what it did looks from then on. */
const attemptWords = ({attempt, began}: StepState): string =>
  `Attempt ${attempt}${began === undefined ? '' : ` began at ${timeOfDay(began.atMs)} UTC`}`;

const wayLine = (key: string, title: string, {detail, look}: {detail: string; look: Look}): readonly Line[] => {
  const [first = [], ...rest] = paragraph(`${title}: ${detail}`, {width: look.width - key.length - 3});
  return [
    [{text: `[${key}] `, tone: 'active'}, ...first],
    ...rest.map((line): Line => [{text: ' '.repeat(key.length + 3)}, ...line]),
  ];
};
