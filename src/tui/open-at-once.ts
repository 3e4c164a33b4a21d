/** The screen before Ink is loaded: its first frames are painted here, and Ink takes over a moment later, behind the same face. */
import type {RunSession} from '../run/session.ts';
import {type BorrowedTerminal, borrowTerminal} from './borrowed-terminal.ts';
import {frameLines} from './frame.ts';
import type {Line} from './line.ts';
import {type LabProps, labLines} from './lines/lab-lines.ts';
import {momentOf} from './moment.ts';
import type {Opening, Screen} from './open.tsx';
import {blankScreen, paint} from './paint.ts';
import {settle} from './press/press.ts';
import {withReplay} from './replay/with-replay.ts';
import {unicodeGlyphs} from './theme.ts';
import {type ExitReason, freshView} from './view.ts';

/** Who waits longer than this for what comes next gets a screen that answers keys. Loading it earlier would make a slow machine wait longer. */
const patienceMs = 250;

type Streams = {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream};

/**
 * Opens the alternate screen and shows the opening in the same call; Ink alone takes longer to load than a runbook to read.
 * What the caller of `openScreen` has to see to holds here too. Until Ink is there keys are left unread; then they count as
 * typed before the question, so none of them answers it.
 */
export const openAtOnce = (lab: LabProps, {stdin, stdout}: Streams = process): Screen => {
  const terminal = borrowTerminal(stdin, stdout);
  const {promise: untilExit, resolve: exit} = Promise.withResolvers<ExitReason>();
  let shown: Opening = {lab};
  let live: Screen | undefined;
  let loading: Promise<void> | undefined;
  let isClosed = false;

  const load = async (): Promise<void> => {
    const {openScreen} = await import('./open.tsx');
    if (isClosed) {
      return;
    }
    // Ink erases nothing that it has not drawn: of a frame that is no longer the present one, lines would be left standing.
    terminal.write(blankScreen);
    live = openScreen({opening: shown, stdin, stdout});
    terminal.handOver();
    exit(live.untilExit);
  };
  const takeOver = (): void => {
    clearTimeout(timer);
    // After what waits in this turn: a run's first effects do not wait for its screen's comfort.
    loading ??= new Promise<void>(resolve => setImmediate(resolve)).then(load);
    loading.catch(error => {
      terminal.giveBack();
      throw error;
    });
  };
  const show = (opening: Opening): void => {
    shown = opening;
    paintOpening(terminal, opening, stdout);
    takeOver();
  };
  const timer = setTimeout(takeOver, patienceMs);
  paintOpening(terminal, shown, stdout);
  return {
    showLab: changed => (live ? live.showLab(changed) : show({lab: changed})),
    showRun: session => (live ? live.showRun(session) : show({session})),
    lend: async use => {
      takeOver();
      await loading;
      // Closed before Ink was there: the terminal was given back by that.
      await (live ? live.lend(use) : use());
    },
    untilExit,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      if (live) {
        live.close();
      } else {
        terminal.giveBack();
        exit('ended');
      }
    },
  };
};

const paintOpening = (terminal: BorrowedTerminal, opening: Opening, stdout: NodeJS.WriteStream): void => {
  const {columns = 80, rows = 24} = stdout;
  const size = {columns, rows, glyphs: unicodeGlyphs};
  const lines = 'lab' in opening ? labLines(opening.lab, size) : runLines(opening.session, size);
  terminal.write(paint(lines, {colour: stdout.hasColors()}));
};

type Size = {readonly columns: number; readonly rows: number; readonly glyphs: typeof unicodeGlyphs};

/** As the run screen draws its first frame: nothing can be answered yet, and in a replay nothing ever. */
const runLines = (session: RunSession, size: Size): readonly Line[] => {
  const moment = momentOf(session);
  const view = settle(freshView, moment);
  const isArmed = moment.playback !== undefined || view.question === null;
  return frameLines(withReplay({moment, view, isArmed, ...size}));
};
