/** One step of both runs: what happened, when, who, the checks, what was printed; side by side, or below each other where it is narrow. */
import {formatClockMs, formatDurationMs} from '../../base/duration.ts';
import {comparedWords} from '../../report/compare-lines.ts';
import {recordedWord} from '../../report/compare-notes.ts';
import {deviationWords, shownStatus, timeOfDay} from '../../report/words.ts';
import {type ComparedStep, costMs, noticeableMs} from '../../run/compare/compared-step.ts';
import type {StepMeasure} from '../../run/compare/measure.ts';
import type {StepState} from '../../run/state.ts';
import {blank, cutLine, type Line, lineWidth, paragraph, say} from '../line.ts';
import {checkLines} from '../lines/check-lines.ts';
import type {Look} from '../look.ts';
import type {CompareSubject, OutputOf} from './compare-view.ts';

/** The narrowest screen with room for two columns. */
const twoColumnsFrom = 78;

export const comparedStepLines = (row: ComparedStep, subject: CompareSubject, look: Look): readonly Line[] => {
  const {width, glyphs} = look;
  const head: readonly Line[] = [
    ...paragraph(row.a?.title ?? row.b?.title ?? '', {width, tone: 'strong'}),
    say(pathWords(row), 'quiet'),
    say(differenceWords(row), costMs(row) > 0 ? 'warn' : 'plain'),
    blank,
  ];
  const sideA = {letter: 'A', measure: row.a, state: row.states.a, output: subject.outputA};
  const notes = subject.notes?.get(row.b?.path ?? '') ?? [];
  const sideB = {letter: 'B', measure: row.b, state: row.states.b, output: subject.outputB, notes};
  if (width < twoColumnsFrom) {
    return [...head, ...sideLines(sideA, look), blank, ...sideLines(sideB, look)];
  }
  const columnWidth = Math.floor((width - 3) / 2);
  const left = sideLines(sideA, {...look, width: columnWidth});
  const right = sideLines(sideB, {...look, width: columnWidth});
  const rows = Array.from(
    {length: Math.max(left.length, right.length)},
    (_, index): Line => [
      ...padded(left[index] ?? blank, columnWidth),
      {text: ` ${glyphs.divider} `, tone: 'quiet'},
      ...cutLine(right[index] ?? blank, columnWidth),
    ],
  );
  return [...head, ...rows];
};

const pathWords = ({a, b, matchedBy}: ComparedStep): string =>
  a !== null && b !== null && matchedBy !== 'path' ? `${a.path}; in B ${b.path}` : ((a ?? b)?.path ?? '');

const differenceWords = (row: ComparedStep): string => {
  if ([row.a, row.b].some(step => step !== null && !step.isOver)) {
    return 'It is not over in both of them.';
  }
  if (row.differenceMs !== null) {
    return `A took ${comparedWords(row.differenceMs)}.`;
  }
  return row.a?.ownMs == null
    ? row.b?.ownMs == null
      ? 'Neither came to it.'
      : 'Only B came to it.'
    : 'Only A came to it.';
};

type SideOf = {
  readonly letter: string;
  readonly measure: StepMeasure | null;
  readonly state: StepState | undefined;
  readonly output: OutputOf;
  readonly notes?: readonly string[];
};

const sideLines = ({letter, measure, state, output, notes = []}: SideOf, look: Look): readonly Line[] => {
  const {width} = look;
  if (measure === null || state === undefined) {
    return [say(`${letter}  does not have this step`, 'quiet')];
  }
  return [
    [{text: `${letter}  `, tone: 'strong'}, ...say(recordedWord(shownStatus(state)))],
    ...timeLines(measure, state, look),
    ...notes.flatMap(note => paragraph(note, {width, tone: 'warn'})),
    ...(measure.choice === null ? [] : paragraph(`Chosen: ${measure.choice}`, {width})),
    ...(measure.reason === null ? [] : paragraph(`Reason: ${measure.reason}`, {width, tone: 'warn'})),
    ...measure.deviations.map(kind => say(`Deviation: ${deviationWords[kind]}`, 'warn')),
    ...checkLines(state, look),
    ...outputLines(output(state.path, state.begunAttempt ?? state.attempt), look),
  ];
};

const timeLines = (measure: StepMeasure, state: StepState, {width}: Look): readonly Line[] => {
  const {sinceMs, elapsedMs, waitingMs, attempts, actor} = measure;
  const named = state.actor?.via === 'engine' ? null : actor;
  const by = named ?? (state.approvals.length > 0 ? state.approvals.join(', ') : null);
  return [
    ...(sinceMs === null || state.startedAtMs === undefined
      ? []
      : paragraph(`Began at ${sinceWords(sinceMs)}, ${timeOfDay(state.startedAtMs)} UTC`, {width})),
    ...(elapsedMs === null
      ? []
      : paragraph(
          `Took ${formatDurationMs(elapsedMs)}${waitingMs >= noticeableMs ? `, ${formatDurationMs(waitingMs)} of it waiting` : ''}`,
          {width},
        )),
    ...(attempts > 1 ? [say(`${attempts} attempts`)] : []),
    ...(by === null ? [] : paragraph(`By ${by}`, {width})),
  ];
};

/** Counted from the start of the clock, on a clock. */
const sinceWords = (sinceMs: number): string => `${sinceMs < 0 ? '-' : ''}${formatClockMs(Math.abs(sinceMs))}`;

/** The beginning of what it printed: enough to see that it was another thing. */
const outputLinesMax = 8;

const outputLines = (output: readonly string[], {glyphs, width}: Look): readonly Line[] =>
  output.length === 0
    ? []
    : [
        say(`Printed ${output.length} ${output.length === 1 ? 'line' : 'lines'}:`, 'quiet'),
        ...output
          .slice(0, outputLinesMax)
          .map((line): Line => cutLine([{text: `${glyphs.gutter} `, tone: 'quiet'}, ...say(line)], width)),
        ...(output.length > outputLinesMax
          ? [say(`${glyphs.gutter} ${output.length - outputLinesMax} more`, 'quiet')]
          : []),
      ];

const padded = (line: Line, width: number): Line => {
  const short = cutLine(line, width);
  return [...short, {text: ' '.repeat(Math.max(0, width - lineWidth(short)))}];
};
