/** The steps of both runs, one a line: marks, title, both times, the waiting in them, and the difference. */
import {formatClockMs, wholeSecondsMs} from '../../base/duration.ts';
import type {ComparedStep} from '../../run/compare/compared-step.ts';
import {filled} from '../cells.ts';
import type {Line, Span} from '../line.ts';
import {say} from '../line.ts';
import type {Look} from '../look.ts';
import {toneOf} from '../theme.ts';
import {type CompareSubject, type CompareView, rowsOf} from './compare-view.ts';
import {type Side, sideAt} from './side-status.ts';

type ListLook = Look & {readonly height: number};

/** A heading, and only as many lines as there is room for. */
export const listLines = (subject: CompareSubject, view: CompareView, look: ListLook): readonly Line[] => {
  const rows = rowsOf(subject, view);
  const height = look.height - 1;
  const from = Math.max(0, Math.min(view.at - Math.floor(height / 2), rows.length - height));
  const shown = rows.slice(from, from + height);
  return [
    headingLine(subject, view, look),
    ...(rows.length === 0 ? [say('No step took another time.', 'quiet')] : []),
    ...shown.map((row, index) => rowLine(row, {subject, view, look, isFocus: from + index === view.at})),
  ];
};

const clockWidth = 8;
const differenceWidth = 10;
const sourceWidth = 10;

const isWide = ({width}: Look): boolean => width >= 78;

/** The columns behind the title, from the left. */
const columns = (subject: CompareSubject, look: Look): readonly number[] => {
  const waits = isWide(look) && subject.sources === undefined ? clockWidth : 0;
  return [clockWidth, waits, clockWidth, subject.sources === undefined ? waits : sourceWidth, differenceWidth];
};

const marksWidth = 5;

const titleWidth = (subject: CompareSubject, look: Look): number =>
  Math.max(8, look.width - marksWidth - columns(subject, look).reduce((sum, width) => sum + width, 0));

const headingLine = (subject: CompareSubject, {order}: CompareView, look: Look): Line => {
  const [a = 0, waitA = 0, b = 0, waitB = 0, difference = 0] = columns(subject, look);
  const last = subject.sources ? ' time is' : 'wait B';
  const title = filled(order === 'page' ? 'Step' : 'Largest difference', titleWidth(subject, look));
  const cells = [
    'A'.padStart(a),
    waitA > 0 ? 'wait A'.padStart(waitA) : '',
    'B'.padStart(b),
    waitB > 0 ? last.padStart(subject.sources ? 0 : waitB).padEnd(waitB) : '',
    'A longer'.padStart(difference),
  ];
  return [{text: ` AB  ${title}${cells.join('')}`, tone: 'quiet'}];
};

type Row = {
  readonly subject: CompareSubject;
  readonly view: CompareView;
  readonly look: Look;
  readonly isFocus: boolean;
};

const rowLine = (row: ComparedStep, {subject, view, look, isFocus}: Row): Line => {
  const [a, b] = [sideAt(row.a, view.momentMs), sideAt(row.b, view.momentMs)];
  const [widthA = 0, waitA = 0, widthB = 0, waitB = 0, widthD = 0] = columns(subject, look);
  const indent = view.order === 'page' ? ' '.repeat(Math.min(6, row.depth * 2)) : '';
  const hasDeviation = [row.a, row.b].some(step => step !== null && step.deviations.length > 0);
  const title = `${indent}${hasDeviation ? '! ' : ''}${row.a?.title ?? row.b?.title ?? ''}`;
  return [
    {text: isFocus ? look.glyphs.cursor : ' ', tone: isFocus ? 'active' : 'plain'},
    mark(a, look),
    mark(b, look),
    {text: '  '},
    {text: filled(say(title)[0]?.text ?? '', titleWidth(subject, look)), tone: isFocus ? 'strong' : 'plain'},
    {text: clock(a, look).padStart(widthA)},
    ...(waitA > 0 ? [waited(a, waitA)] : []),
    {text: clock(b, look).padStart(widthB)},
    ...(subject.sources ? [source(row, subject)] : waitB > 0 ? [waited(b, waitB)] : []),
    view.momentMs === null
      ? difference(row, {width: widthD, isWhatIf: subject.sources !== undefined})
      : {text: ' '.repeat(widthD)},
  ];
};

const mark = (side: Side | null, {glyphs}: Look): Span =>
  side === null ? {text: ' '} : {text: glyphs.marks[side.status], tone: toneOf(side.status)};

const clock = (side: Side | null, {glyphs}: Look): string =>
  side?.elapsedMs == null ? glyphs.marks['not-reached'] : formatClockMs(side.elapsedMs);

/** Less is no time that one could have won. */
const secondMs = 1_000;

const waited = (side: Side | null, width: number): Span => ({
  text: (side === null || side.waitingMs < secondMs ? '' : formatClockMs(side.waitingMs)).padStart(width),
  tone: 'quiet',
});

const source = ({b}: ComparedStep, {sources}: CompareSubject): Span => {
  const word = (b && b.elapsedMs !== null && sources?.get(b.path)) ?? '';
  return {text: ` ${word || ''}`.padEnd(sourceWidth), tone: word === 'measured' ? 'quiet' : 'warn'};
};

/** Of two runs one alone came to it; of two versions one alone may have it. */
const oneWord = ({a, b}: ComparedStep, isWhatIf: boolean): string => {
  if (isWhatIf && (a === null || b === null)) {
    return a === null ? 'new' : 'left out';
  }
  return a?.ownMs == null ? 'only B' : 'only A';
};

const difference = (
  row: ComparedStep,
  {width, isWhatIf}: {readonly width: number; readonly isWhatIf: boolean},
): Span => {
  const [inA, inB] = [row.a?.ownMs ?? null, row.b?.ownMs ?? null];
  if ((inA === null && inB === null) || [row.a, row.b].some(step => step !== null && !step.isOver)) {
    return {text: ''.padStart(width)};
  }
  if (inA === null || inB === null) {
    return {text: oneWord(row, isWhatIf).padStart(width), tone: 'warn'};
  }
  // Of the seconds that stand beside it: everybody takes one from the other.
  const ms = wholeSecondsMs(inA) - wholeSecondsMs(inB);
  const sign = ms > 0 ? '+' : '-';
  return ms === 0
    ? {text: '='.padStart(width), tone: 'quiet'}
    : {text: `${sign}${formatClockMs(Math.abs(ms))}`.padStart(width), tone: ms > 0 ? 'bad' : 'good'};
};
