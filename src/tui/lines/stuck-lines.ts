/** Held and unknown: what happened, what is safe, what each way out does and when it would be over. Nothing is chosen beforehand. */
import {aftermath} from '../../report/aftermath.ts';
import {undoLength, undoTime, undoWords} from '../../report/way-back.ts';
import {minuteOfDay, timeOfDay} from '../../report/words.ts';
import {attemptsOf, attemptsSince} from '../../run/effects.ts';
import type {Move} from '../../run/intent.ts';
import {type Finish, finishWithout, isPastRto, projectedFinish} from '../../run/projection.ts';
import type {RunState, StepState} from '../../run/state.ts';
import {apart, type Line, lineWidth, paragraph, say} from '../line.ts';
import type {Look} from '../look.ts';
import type {Moment, Question} from '../moment.ts';
import {idOf} from './step-id.ts';

type Stuck = {readonly moment: Moment; readonly question: Question};

type WayOut = {
  readonly move: Move;
  readonly key: string;
  readonly title: string;
  readonly detail: (stuck: Stuck) => string;
  /** Whether the step is done all over on this way, or left out; nothing where the way leads elsewhere. */
  readonly costs?: 'step' | 'nothing';
};

/** What the author proposes is named, with the time that it takes. */
const backTo = ({moment: {state}, question: {step}}: Stuck): string => {
  const proposed = step.then?.do === 'hold' ? step.then.undoTo : undefined;
  if (proposed === undefined) {
    return 'undoes back to a step that you name';
  }
  const effects = attemptsSince(state, proposed);
  const time = effects.length === 0 ? 'nothing has to be undone' : undoWords(undoTime(state, effects));
  return `undoes back to ${idOf(proposed)}, as the runbook proposes: ${time}`;
};

const undoIt = ({moment: {state}, question: {step}}: Stuck): string => {
  const effects = attemptsOf(state, step.path);
  const {undoMs, undos} = undoTime(state, effects);
  return undos === 0 ? 'you take this step back by hand' : `takes back this step alone: ${undoLength(undoMs)}`;
};

/** The same keys, where it is an undo that is held. */
const waysOfUndo: readonly WayOut[] = [
  {move: 'retry', key: 'r', title: 'retry', detail: () => 'tries to undo it again'},
  {move: 'override', key: 'o', title: 'override', detail: () => 'counts as undone; say why'},
  {move: 'skip', key: 's', title: 'skip', detail: () => 'leaves what it did in place; say why'},
  {move: 'abort', key: 'Ctrl-C', title: 'abort', detail: () => 'ends the run, undoes nothing more'},
];

const waysOut: readonly WayOut[] = [
  {
    move: 'retry',
    key: 'r',
    title: 'retry',
    detail: ({question}) => `runs it again, attempt ${question.step.attempt + 1}`,
    costs: 'step',
  },
  {move: 'skip', key: 's', title: 'skip', detail: () => 'goes on without it; say why', costs: 'nothing'},
  {move: 'override', key: 'o', title: 'override', detail: () => 'counts as done; say why', costs: 'nothing'},
  {move: 'undo', key: 'z', title: 'undo', detail: undoIt},
  {move: 'undo_to', key: 'b', title: 'back', detail: backTo},
  {move: 'jump', key: 'm', title: 'jump', detail: () => 'goes on at another step; say why'},
  {move: 'abort', key: 'Ctrl-C', title: 'abort', detail: () => 'ends the run, undoes nothing'},
];

/** Back with all that was done since, or on with everything left as it is. */
const elsewhere: WayOut = {move: 'undo_to', key: 'b, m', title: 'back, jump', detail: () => 'to a step that you name'};

/** Without an undo where nothing of the step is left; what leads to a step that somebody names is one line. */
const waysFrom = ({moment: {state}, question}: Stuck): readonly WayOut[] => {
  const {step, moves} = question;
  const isProposed = step.then?.do === 'hold' && step.then.undoTo !== undefined;
  const isEither = !isProposed && moves.includes('undo_to') && moves.includes('jump');
  return waysOut
    .filter(({move}) => move !== 'undo' || attemptsOf(state, step.path).length > 0)
    .flatMap(way => (isEither && way.move === 'undo_to' ? [elsewhere] : isEither && way.move === 'jump' ? [] : [way]));
};

export const heldLines = ({moment, question}: Stuck, look: Look): readonly Line[] => {
  const {step, moves, lacks} = question;
  const isUndo = step.undoingOf !== undefined;
  const ways = (isUndo ? waysOfUndo : waysFrom({moment, question})).filter(({move}) => moves.includes(move));
  const finishes = finishesOf(ways, {moment, question}, look);
  return [
    say(isUndo ? `HELD: the undo of attempt ${step.undoingOf}` : 'HELD: the run waits for you', 'bad'),
    ...atMost(paragraph(`What happened: ${step.reason ?? 'no reason was recorded'}`, {width: look.width})),
    ...paragraph(`What is safe: nothing new starts; ${aftermath(step)}.`, {width: look.width}),
    ...(lacks && moves.includes('give')
      ? wayLine('Enter', 'give it', {detail: `gives it again, if it was mistyped: ${lacks.ask}`, look})
      : []),
    ...(isUndo || isWide(look) || moves.length === 0
      ? []
      : [apart(say('Ways out', 'quiet'), say('finish', 'quiet'), look.width)]),
    ...ways.flatMap(({key, title, detail, costs}) =>
      wayLine(key, title, {
        detail: detail({moment, question}),
        look,
        finish: costs === undefined ? undefined : finishes[costs],
      }),
    ),
  ];
};

/** Where there is no room for the word beside each time, it stands above them. */
const isWide = ({width}: Look): boolean => width >= 52;

type FinishSpan = {readonly text: string; readonly isLate: boolean};

type Finishes = {readonly [Costs in NonNullable<WayOut['costs']>]: FinishSpan | undefined};

/** When the service is back on the ways that are open. Each is a walk through all that is left, so ways that cost the same share it. */
const finishesOf = (ways: readonly WayOut[], {moment: {state, nowMs}, question}: Stuck, look: Look): Finishes => {
  const isOpen = (wanted: WayOut['costs']): boolean => ways.some(({costs}) => costs === wanted);
  const {path} = question.step;
  return {
    step: isOpen('step') ? finishSpan(state, projectedFinish(state, nowMs), look) : undefined,
    nothing: isOpen('nothing') ? finishSpan(state, finishWithout(state, path, nowMs), look) : undefined,
  };
};

/** Whether it is past the objective is seen too. */
const finishSpan = (state: RunState, {p50AtMs}: Finish, look: Look): FinishSpan => ({
  text: `${isWide(look) ? 'finish ' : ''}${minuteOfDay(p50AtMs)}`,
  isLate: isPastRto(state, p50AtMs),
});

/** A reason that is longer stands in full above, where it can be scrolled: the ways out must stay in sight. */
export const reasonLinesMax = 4;

const atMost = (lines: readonly Line[]): readonly Line[] =>
  lines.length <= reasonLinesMax
    ? lines
    : [...lines.slice(0, reasonLinesMax - 1), say('and more: PgDn shows all of it', 'quiet')];

/** The order is always the same (reliability.md, 3.4). */
export const unknownLines = ({question: {step, moves, lacks}}: Stuck, look: Look): readonly Line[] => {
  const {width} = look;
  const lines = [
    say('OUTCOME UNKNOWN: it may have happened or not', 'bad'),
    ...atMost(paragraph(`${attemptWords(step)}: ${step.reason ?? 'the program ended while it ran'}.`, {width})),
    ...probeLines(step, look),
  ];
  if (!moves.includes('resolve')) {
    return lines;
  }
  const answers = [
    ['d', 'It is done', 'go on'],
    ['n', 'It did not happen', 'run it again'],
    ['w', 'Wait', 'look again; nothing is decided'],
    ['a', 'Stop here', 'count it as failed and hold'],
  ] as const;
  const gone = lacks
    ? wayLine('Enter', 'Give it', {detail: `what could tell needs a secret that is gone: ${lacks.ask}`, look})
    : [];
  return [...lines, ...gone, ...answers.flatMap(([key, title, detail]) => wayLine(key, title, {detail, look}))];
};

/** What the checks say; where there is none, that only looking tells. */
const probeLines = ({checks, outline}: StepState, {width}: Look): readonly Line[] => {
  const evidence = checks.filter(({use}) => use === 'done_when' || use === 'verify');
  if (evidence.length === 0) {
    const words = outline.verify.length > 0 ? 'No check has said anything.' : 'It has no check that could tell.';
    return paragraph(`${words} Look at the target itself.`, {width, tone: 'warn'});
  }
  return evidence.flatMap(({name, ok, detail}) =>
    paragraph(`Check ${name} says: ${ok ? 'done' : 'not done'}${detail === '' ? '' : ` (${detail})`}`, {
      width,
      tone: ok ? 'good' : 'warn',
    }),
  );
};

/** Whoever looks elsewhere for what it did looks from then on. */
const attemptWords = ({attempt, began}: StepState): string =>
  `Attempt ${attempt}${began === undefined ? '' : ` began at ${timeOfDay(began.atMs)} UTC`}`;

type Way = {readonly detail: string; readonly look: Look; readonly finish?: FinishSpan | undefined};

/** The finish stands at the right where it fits on one line with the rest, else behind it. */
const wayLine = (key: string, title: string, {detail, look, finish}: Way): readonly Line[] => {
  const before: Line = [{text: `[${key}] `, tone: 'active'}];
  const room = look.width - lineWidth(before);
  const span = finish && {text: finish.text, tone: finish.isLate ? ('bad' as const) : ('plain' as const)};
  const [only = [], ...more] = paragraph(`${title}: ${detail}`, {width: room});
  if (span && more.length === 0 && lineWidth(only) + lineWidth([span]) < room) {
    return [apart([...before, ...only], [span], look.width)];
  }
  const words = `${title}: ${detail}${finish === undefined ? '' : `; ${finish.text}`}`;
  const [first = [], ...rest] = paragraph(words, {width: room});
  return [[...before, ...first], ...rest.map((line): Line => [{text: ' '.repeat(lineWidth(before))}, ...line])];
};
