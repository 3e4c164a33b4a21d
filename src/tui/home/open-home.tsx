/** Opens the home screen on a terminal: the first frame is painted before Ink is loaded by whoever calls this. */
import {render, useApp} from 'ink';
import {usualGuardMs} from '../hooks/use-armed.ts';
import {unicodeGlyphs} from '../theme.ts';
import {type HomeOutside, HomeScreen} from './HomeScreen.tsx';
import type {HomeStore} from './home-store.ts';
import type {Begin} from './home-view.ts';

/** Resolves once the terminal is given back, with what the person wants to begin; nothing where they only left. */
export const openHome = async (store: HomeStore, outside: HomeOutside): Promise<Begin | undefined> => {
  const instance = render(<Leaving store={store} outside={outside} />, {
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 20,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: false,
  });
  return (await instance.waitUntilExit()) as Begin | undefined;
};

const Leaving = (props: {readonly store: HomeStore; readonly outside: HomeOutside}) => {
  const {exit} = useApp();
  return <HomeScreen {...props} glyphs={unicodeGlyphs} guardMs={usualGuardMs} nowMs={Date.now} onExit={exit} />;
};
