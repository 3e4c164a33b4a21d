/** Opens the screen of a run on a terminal, and gives the terminal back. */
import {useApp} from 'ink';
import {type ComponentProps, type ReactNode, useEffect} from 'react';
import type {RunSession} from '../run/session.ts';
import {usualGuardMs} from './hooks/use-armed.ts';
import {useKeys} from './hooks/use-keys.ts';
import {lendThrough, type Suspend} from './lend-through.ts';
import type {LabProps} from './lines/lab-lines.ts';
import {openInk} from './open-ink.ts';
import {LabScreen} from './screens/LabScreen.tsx';
import {RunScreen} from './screens/RunScreen.tsx';
import {asciiGlyphs, unicodeGlyphs} from './theme.ts';
import type {ExitReason} from './view.ts';

export type Opening = {readonly lab: LabProps} | {readonly session: RunSession};

export type ScreenOptions = {
  /** What stands there from the first frame on; nothing when left out. */
  readonly opening?: Opening;
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
  readonly glyphs?: 'unicode' | 'ascii';
  /** For how long keys are not read after a question opened; 300 ms unless a slower hand wants longer. */
  readonly guardMs?: number;
  /** Told how long a frame took, milliseconds; for the developers' log. */
  readonly onFrame?: (frameMs: number) => void;
};

export type Screen = {
  /** Shows the lab being built; called again with every change. */
  readonly showLab: (lab: LabProps) => void;
  /** Shows a run, live or played back; it follows the session by itself. */
  readonly showRun: (session: RunSession) => void;
  /** Leaves the terminal to what `use` does, as it was before the screen; then the screen stands there again as it is by then. */
  readonly lend: (use: () => Promise<void>) => Promise<void>;
  /** Resolves when the person left, after the terminal was given back. */
  readonly untilExit: Promise<ExitReason>;
  /** Closes the screen from outside; `untilExit` then says `ended`. */
  readonly close: () => void;
};

/**
 * Opens the alternate screen. The caller has decided that this is a terminal for people (standard input and output are TTYs,
 * TERM is not dumb, no `--plain`), and has set FORCE_COLOR=0 where NO_COLOR is set BEFORE importing this module:
 * Ink's colours do not know NO_COLOR and are decided when they are loaded.
 */
export const openScreen = ({
  opening,
  stdin,
  stdout,
  glyphs = 'unicode',
  guardMs = usualGuardMs,
  onFrame,
}: ScreenOptions = {}): Screen => {
  const set = glyphs === 'ascii' ? asciiGlyphs : unicodeGlyphs;
  const phases = (lab: LabProps) => (
    <Leaving key="lab">
      <LabScreen lab={lab} glyphs={set} />
    </Leaving>
  );
  const {promise: suspend, resolve: onMounted} = Promise.withResolvers<Suspend>();
  const run = (session: RunSession) => (
    <Running key="run" session={session} glyphs={set} guardMs={guardMs} onMounted={onMounted} />
  );
  const first = opening && ('lab' in opening ? phases(opening.lab) : run(opening.session));
  const screen = openInk(first ?? null, {...(stdin && {stdin}), ...(stdout && {stdout}), ...(onFrame && {onFrame})});
  return {
    showLab: lab => screen.show(phases(lab)),
    showRun: session => screen.show(run(session)),
    lend: async use => lendThrough(await suspend, use),
    untilExit: screen.untilOver.then(end => (end.is === 'lost' ? 'lost' : asExitReason(end.value))),
    close: screen.close,
  };
};

const asExitReason = (why: unknown): ExitReason => (why === 'left' || why === 'interrupted' ? why : 'ended');

type RunningProps = Omit<ComponentProps<typeof RunScreen>, 'onExit'> & {readonly onMounted: (suspend: Suspend) => void};

const Running = ({onMounted, ...props}: RunningProps) => {
  const {exit, suspendTerminal} = useApp();
  useEffect(() => onMounted(suspendTerminal), [onMounted, suspendTerminal]);
  return <RunScreen {...props} onExit={exit} />;
};

/** A screen without questions: Ctrl-C leaves it, everything else is nothing. */
const Leaving = ({children}: {readonly children: ReactNode}) => {
  const {exit} = useApp();
  useKeys(key => {
    if (key.kind === 'key' && key.name === 'ctrl-c') {
      exit('interrupted');
    }
  });
  return children;
};
