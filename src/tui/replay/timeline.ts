/** The whole run on two lines: its headings, and below them how far the replay is, what happened where, and where it stood. */
import {showForeignLine} from '../../base/foreign-text.ts';
import type {Landmarks, Stretch} from '../../run/replay/landmarks.ts';
import {filled} from '../cells.ts';
import type {Glyphs} from '../theme.ts';

export type Timeline = {
  readonly headings: string;
  readonly bar: string;
  /** For where there is room; nothing where the headings are these already. */
  readonly milestones: string;
  /** The cell of the moment that is shown. */
  readonly now: number;
};

type Look = {readonly width: number; readonly glyphs: Glyphs};

/** Of what falls into one cell the gravest is seen. */
const letters = [
  ['deviation', '!'],
  ['milestone', 'M'],
  ['decision', 'D'],
] as const;

/** Both lines, exactly as wide as asked for. */
export const timeline = (landmarks: Landmarks, nowMs: number, look: Look): Timeline => {
  const axis = axisOf(landmarks, look.width);
  const now = axis.cell(nowMs);
  const {past, future, stuck, away} = look.glyphs.timeline;
  const bar = Array.from({length: look.width}, (_, cell) => (cell < now ? past : future));
  paint(bar, cellsOf(axis.cuts, axis), away);
  paint(bar, cellsOf(landmarks.stuck, axis), stuck);
  for (const [kind, letter] of letters.toReversed()) {
    for (const mark of landmarks.marks) {
      if (mark.kind === kind) {
        bar[axis.cell(mark.atMs)] = letter;
      }
    }
  }
  bar[now] = look.glyphs.timeline.now;
  const milestones = titlesLine(milestonesOf(landmarks), axis, look);
  // A runbook without headings is told by its milestones.
  const headings = landmarks.headings.length > 0 ? titlesLine(landmarks.headings, axis, look) : milestones;
  return {headings, bar: bar.join(''), milestones: headings === milestones ? '' : milestones, now};
};

type Axis = {readonly cell: (atMs: number) => number; readonly cuts: readonly Stretch[]};

/** So long a part of the whole is a stretch in which nobody ran the run when it is cut, and so wide it is then. */
const cutFrom = 0.25;
const cutWidth = 3;

/** Time to cells. A night between two sessions would leave no room for what happened. */
const axisOf = ({startMs, endMs, away}: Landmarks, width: number): Axis => {
  const wholeMs = endMs - startMs;
  const cuts = away.filter(({fromMs, toMs}) => toMs - fromMs > wholeMs * cutFrom);
  const cutMs = cuts.reduce((sum, {fromMs, toMs}) => sum + toMs - fromMs, 0);
  const room = width - 1 - cuts.length * cutWidth;
  const byTime = (ms: number): number => (wholeMs > cutMs ? (ms / (wholeMs - cutMs)) * room : 0);
  const cell = (atMs: number): number => {
    let cells = 0;
    let leftMs = Math.max(0, Math.min(wholeMs, atMs - startMs));
    for (const {fromMs, toMs} of cuts) {
      const inCutMs = Math.max(0, Math.min(toMs, atMs) - fromMs);
      leftMs -= inCutMs;
      cells += toMs > fromMs ? (inCutMs / (toMs - fromMs)) * cutWidth : 0;
    }
    return Math.max(0, Math.min(width - 1, Math.round(cells + byTime(leftMs))));
  };
  return {cell, cuts};
};

type Cells = {readonly from: number; readonly to: number};

const cellsOf = (stretches: readonly Stretch[], {cell}: Axis): readonly Cells[] =>
  stretches.map(({fromMs, toMs}) => ({from: cell(fromMs), to: cell(toMs)}));

const paint = (bar: string[], stretches: readonly Cells[], glyph: string): void => {
  for (const {from, to} of stretches) {
    bar.fill(glyph, from, to + 1);
  }
};

/** Each title from where it was come to, as far as the next; what has no room is only a mark. */
const titlesLine = (titles: readonly Title[], {cell}: Axis, {width, glyphs}: Look): string => {
  const starts = new Map<number, string>();
  for (const {title, fromMs} of titles) {
    starts.set(cell(fromMs), title);
  }
  const cells = [...starts.keys()].toSorted((one, other) => one - other);
  const parts = cells.map((from, index) => {
    const room = (cells[index + 1] ?? width) - from;
    // In cells of the terminal: authors write their headings in any script.
    return glyphs.divider + filled(showForeignLine(starts.get(from) ?? ''), room - 1);
  });
  return ' '.repeat(cells[0] ?? width) + parts.join('');
};

type Title = {readonly title: string; readonly fromMs: number};

const milestonesOf = ({marks}: Landmarks): readonly Title[] => {
  const found: {title: string; fromMs: number}[] = [];
  for (const {events = [], atMs} of marks.filter(({kind}) => kind === 'milestone')) {
    const names = events.map(event => event.replaceAll('_', ' ')).join(', ');
    const last = found.at(-1);
    if (last?.fromMs === atMs && names !== '') {
      last.title += `, ${names}`;
    } else if (names !== '') {
      found.push({title: names, fromMs: atMs});
    }
  }
  return found;
};
