/** The home screen on a terminal: painted at once, filled while it is read, and left for what its keys begin. */
import type {Home} from '../../report/home/home.ts';
import {borrowTerminal} from '../../tui/borrowed-terminal.ts';
import {homeFrame} from '../../tui/home/home-frame.ts';
import {homeStore} from '../../tui/home/home-store.ts';
import {freshHomeView} from '../../tui/home/home-view.ts';
import {blankScreen, paint} from '../../tui/paint.ts';
import {unicodeGlyphs} from '../../tui/theme.ts';
import {exitCodes} from '../exit-code.ts';
import type {StateOption} from '../state-place.ts';
import {respectNoColor} from '../terminal.ts';
import {leaveTriageOnSignals} from '../triage/leave-triage.ts';

/** Resolves with the exit code of what was begun; leaving is none. */
export const homeOnScreen = async (state: string, options: StateOption): Promise<number> => {
  respectNoColor();
  const store = homeStore(nothingRead(state));
  const terminal = borrowTerminal(process.stdin, process.stdout);
  terminal.write(firstFrame(store.get()));
  const [{openHome}, {homeOutside}] = await Promise.all([
    import('../../tui/home/open-home.tsx'),
    import('./home-outside.ts'),
  ]);
  // Ink erases nothing that it has not drawn.
  terminal.write(blankScreen);
  const leaving = new AbortController();
  const outside = homeOutside(state, store, leaving.signal);
  // Ink gives the terminal back on the way out.
  const signals = leaveTriageOnSignals(code => {
    leaving.abort();
    void outside.ended().finally(() => process.exit(code));
  });
  const left = openHome(store, outside);
  terminal.handOver();
  outside.reload();
  const begin = await left;
  leaving.abort();
  // A run must not begin beside looks that it knows nothing of.
  await outside.ended();
  signals.release();
  return begin ? (await import('./begin-from-home.ts')).beginFromHome(begin, options) : exitCodes.done.code;
};

const nothingRead = (place: string): Home => ({
  place,
  nowMs: Date.now(),
  runs: 0,
  reading: {done: 0, of: 0},
  open: [],
  owed: [],
  runbooks: [],
  troubles: [],
});

const firstFrame = (home: Home): string => {
  // Some terminals say 0 until they know better; Ink takes this too.
  const size = {columns: process.stdout.columns || 80, rows: process.stdout.rows || 24};
  const lines = homeFrame({home, view: freshHomeView, isArmed: true, ...size, glyphs: unicodeGlyphs});
  return paint(lines, {colour: process.stdout.hasColors()});
};
