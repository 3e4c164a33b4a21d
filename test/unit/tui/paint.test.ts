/** The frame that is painted before Ink is loaded is the one that Ink then draws. */
import xterm from '@xterm/headless';
import {expect, test} from 'vitest';
import {frameLines} from '../../../src/tui/frame.ts';
import {momentOf} from '../../../src/tui/moment.ts';
import {paint} from '../../../src/tui/paint.ts';
import {settle} from '../../../src/tui/press/press.ts';
import {renderMoment} from '../../../src/tui/screens/at-moment.tsx';
import {unicodeGlyphs} from '../../../src/tui/theme.ts';
import {freshView} from '../../../src/tui/view.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';
import {toldSession} from '../../support/told-session.ts';

const size = {columns: 80, rows: 24};

const screenAfter = async (...texts: readonly string[]): Promise<xterm.Terminal> => {
  const terminal = new xterm.Terminal({cols: size.columns, rows: size.rows, allowProposedApi: true});
  await new Promise<void>(resolve => terminal.write(texts.join(''), resolve));
  return terminal;
};

const textOf = ({buffer}: xterm.Terminal): string =>
  Array.from({length: size.rows}, (_, row) => buffer.active.getLine(row)?.translateToString().trimEnd()).join('\n');

test.each([[['0s start', '1s asked choose_path']], [['0s start', '1s began stop_writes']]])(
  'every line stands where Ink puts it, also over an older frame: %s',
  async timeline => {
    const session = toldSession(run(deletion, timeline));
    const moment = momentOf(session);
    const lines = frameLines({moment, view: settle(freshView, moment), isArmed: true, ...size, glyphs: unicodeGlyphs});
    const older = paint(Array(24).fill([{text: 'x'.repeat(80)}]), {colour: true});
    const terminal = await screenAfter(older, paint(lines, {colour: true}));
    expect(textOf(terminal)).toBe(renderMoment(session, size));
    expect([terminal.buffer.active.cursorX, terminal.buffer.active.cursorY]).toEqual([0, 0]);
  },
);

test('a tone has its colour, and none where the terminal has none', () => {
  const lines = [[{text: 'held', tone: 'bad'}, {text: ' by you'}]] as const;
  expect(paint(lines, {colour: true})).toContain('\u001b[1;31mheld\u001b[0m by you');
  expect(paint(lines, {colour: false})).toContain('\u001b[Kheld by you');
});

test('foreign text is shown and never obeyed', () => {
  expect(paint([[{text: 'a\u001b[2Jb'}]], {colour: false})).not.toContain('\u001b[2J');
});
