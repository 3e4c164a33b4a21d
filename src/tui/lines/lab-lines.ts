/** The lines before there is a run: the phases of getting there, with their times. */
import {formatDurationMs} from '../../base/duration.ts';
import {modeWords} from '../../report/words.ts';
import type {Mode} from '../../run/event.ts';
import {apart, blank, cutLine, type Line, paragraph, say} from '../line.ts';
import type {Glyphs, Tone} from '../theme.ts';

export type LabPhase = {
  readonly name: string;
  readonly state: 'pending' | 'running' | 'done' | 'failed';
  /** How long it has taken so far; null before it began. */
  readonly ms: number | null;
};

export type LabProps = {
  /** Left out where it is not known yet: a drill must never be taken for an incident. */
  readonly mode?: Mode;
  readonly title: string;
  readonly phases: readonly LabPhase[];
  readonly note: string;
  /** What Ctrl-C does here. */
  readonly leaving: string;
};

type Look = {readonly columns: number; readonly rows: number; readonly glyphs: Glyphs};

/** Exactly as many lines as the terminal has rows. */
export const labLines = (
  {mode, title, phases, note, leaving}: LabProps,
  {columns, rows, glyphs}: Look,
): readonly Line[] => {
  const width = Math.min(columns, 76);
  const lines = [
    [
      ...(mode === undefined
        ? []
        : [{text: ` ${modeWords[mode]} `, tone: 'active', inverse: true} as const, {text: ' '}]),
      ...say(title, 'strong'),
    ] satisfies Line,
    [{text: glyphs.rule.repeat(columns), tone: 'quiet'}] satisfies Line,
    blank,
    ...phases.map(phase => phaseLine(phase, width, glyphs)),
    blank,
    ...paragraph(note, {width}),
  ].map(line => cutLine(line, columns));
  const filling = Array.from({length: Math.max(0, rows - 1 - lines.length)}, () => blank);
  return [...lines, ...filling].slice(0, rows - 1).concat([[{text: 'Ctrl-C', tone: 'active'}, {text: ` ${leaving}`}]]);
};

const looks: {readonly [State in LabPhase['state']]: {readonly tone: Tone; readonly word: string}} = {
  pending: {tone: 'quiet', word: ''},
  running: {tone: 'active', word: 'at work'},
  done: {tone: 'good', word: 'done'},
  failed: {tone: 'bad', word: 'FAILED'},
};

const phaseLine = ({name, state, ms}: LabPhase, width: number, {marks}: Glyphs): Line => {
  const {tone, word} = looks[state];
  const mark = {pending: marks.pending, running: marks.running, done: marks.succeeded, failed: marks.failed}[state];
  const time = ms === null ? '' : formatDurationMs(ms);
  return apart(
    [{text: `  ${mark} `, tone}, ...say(name, state === 'running' ? 'strong' : 'plain')],
    [{text: `${word}  `, tone}, {text: time.padStart(14)}],
    width,
  );
};
