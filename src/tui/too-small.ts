/** A terminal that has no room for the screen: a sentence instead of it, and no key that could answer what nobody can see. */
import {modeWords} from '../report/words.ts';
import {type Line, say} from './line.ts';
import type {Moment} from './moment.ts';
import type {KeyPress} from './press/key-press.ts';
import type {Pressed, View} from './view.ts';

export type TerminalSize = {readonly columns: number; readonly rows: number};

/** The smallest screen that is drawn. */
const smallest = {columns: 60, rows: 20} as const;

export const isTooSmall = ({columns, rows}: TerminalSize): boolean =>
  columns < smallest.columns || rows < smallest.rows;

/** What stands there instead; as many lines as it takes. */
export const tooSmallLines = ({state, playback}: Moment, {columns, rows}: TerminalSize): readonly Line[] => {
  const goesOn = playback || state.status === 'ended' ? '' : ' The run goes on.';
  return wrapPlain(
    `${modeWords[state.mode]}. The terminal is too small (${columns} by ${rows}; it takes 60 by 20).${goesOn} Make it larger. Until then keys do nothing; only Ctrl-C leaves.`,
    columns,
  );
};

/** No dialog can be seen either, so leaving asks nothing; it holds the run and loses nothing. */
export const pressUnseen = (view: View, key: KeyPress): Pressed =>
  key.kind === 'key' && key.name === 'ctrl-c' ? {view, effect: {do: 'exit', why: 'left'}} : {view};

const wrapPlain = (text: string, width: number): readonly Line[] => {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length + 1 > width && last !== '') {
      lines.push(word);
    } else {
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
  }
  return lines.map(line => say(line));
};
