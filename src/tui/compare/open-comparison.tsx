/** Opens the comparison on a terminal, and gives the terminal back when the person leaves. */
import {render, useApp} from 'ink';
import {unicodeGlyphs} from '../theme.ts';
import {CompareScreen} from './CompareScreen.tsx';
import type {CompareSubject} from './compare-view.ts';

/** The caller has decided that this is a terminal for people, and has set FORCE_COLOR=0 where NO_COLOR is set before importing this. */
export const openComparison = async (subject: CompareSubject): Promise<void> => {
  const instance = render(<Leaving subject={subject} />, {
    // Said outright: CI=true in the environment of a real terminal would leave the screen blank.
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 20,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: false,
  });
  await instance.waitUntilExit();
};

const Leaving = ({subject}: {readonly subject: CompareSubject}) => {
  const {exit} = useApp();
  return <CompareScreen subject={subject} glyphs={unicodeGlyphs} onExit={exit} />;
};
