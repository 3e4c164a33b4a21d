/** The home screen on a terminal: painted at once, filled while it is read, and left for what its keys begin. */
import type {Home} from '../../report/home/home.ts';
import {borrowTerminal} from '../../tui/borrowed-terminal.ts';
import {homeFrame} from '../../tui/home/home-frame.ts';
import {type HomeStore, homeStore} from '../../tui/home/home-store.ts';
import {freshHomeView} from '../../tui/home/home-view.ts';
import {blankScreen, paint} from '../../tui/paint.ts';
import {unicodeGlyphs} from '../../tui/theme.ts';
import {exitCodes} from '../exit-code.ts';
import type {StateOption} from '../state-place.ts';
import {respectNoColor} from '../terminal.ts';
import {planTriage} from '../triage/triage-session.ts';
import {beginFromHome} from './begin-from-home.ts';
import {readHome} from './read-home.ts';
import {runbookText} from './runbook-texts.ts';

/** Each look of triage has so long, milliseconds, as with `lifeboat triage`. */
const lookLimitMs = 10_000;

/** Resolves with the exit code of what was begun; leaving is none. */
export const homeOnScreen = async (state: string, options: StateOption): Promise<number> => {
  respectNoColor();
  const store = homeStore(nothingRead(state));
  const terminal = borrowTerminal(process.stdin, process.stdout);
  terminal.write(firstFrame(store.get()));
  const leaving = new AbortController();
  const reload = (): void => {
    const merge = (home: Home): void => store.set({...home, ...(store.get().triage && {triage: store.get().triage})});
    void readHome(state, merge, leaving.signal).then(merge);
  };
  reload();
  const {openHome} = await import('../../tui/home/open-home.tsx');
  // Ink erases nothing that it has not drawn.
  terminal.write(blankScreen);
  const left = openHome(store, {read: runbookText, reload, ...triageIn(store)});
  terminal.handOver();
  const begin = await left;
  leaving.abort();
  return begin ? beginFromHome(begin, options) : exitCodes.done.code;
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
  const {columns = 80, rows = 24} = process.stdout;
  const lines = homeFrame({home, view: freshHomeView, isArmed: true, columns, rows, glyphs: unicodeGlyphs});
  return paint(lines, {colour: process.stdout.hasColors()});
};

/** Without inputs of a command line: those of the environment, of files and of defaults are known. */
const triageIn = (store: HomeStore): {readonly planTriage: () => void; readonly look: () => void} => {
  let session: Extract<ReturnType<typeof planTriage>, {readonly ok: true}>['value'] | undefined;
  const show = (): void => {
    const triage = session?.triage();
    store.set({...store.get(), ...(triage && {triage})});
  };
  return {
    planTriage: () => {
      if (store.get().triage?.stage === 'looking') {
        return;
      }
      const planned = planTriage({settings: {}, file: {}});
      session = planned.ok ? planned.value : undefined;
      show();
    },
    look: () => {
      void session?.look(lookLimitMs, show).then(found => {
        const {triage} = store.get();
        if (found.ok || triage === undefined) {
          show();
        } else {
          store.set({...store.get(), triage: {...triage, stage: 'done', troubles: [...triage.troubles, found.reason]}});
        }
      });
    },
  };
};
