/** Opens the home screen on a terminal: the first frame is painted before Ink is loaded by whoever calls this. */
import {useApp} from 'ink';
import {usualGuardMs} from '../hooks/use-armed.ts';
import {openInk} from '../open-ink.ts';
import {unicodeGlyphs} from '../theme.ts';
import {type HomeOutside, HomeScreen} from './HomeScreen.tsx';
import type {HomeStore} from './home-store.ts';
import type {Begin} from './home-view.ts';

/**
 * Resolves once the terminal is given back, with what the person wants to begin; nothing where they only left, or where the
 * terminal went away.
 */
export const openHome = async (store: HomeStore, outside: HomeOutside): Promise<Begin | undefined> => {
  const end = await openInk(<Leaving store={store} outside={outside} />).untilOver;
  return end.is === 'lost' ? undefined : (end.value as Begin | undefined);
};

const Leaving = (props: {readonly store: HomeStore; readonly outside: HomeOutside}) => {
  const {exit} = useApp();
  return <HomeScreen {...props} glyphs={unicodeGlyphs} guardMs={usualGuardMs} nowMs={Date.now} onExit={exit} />;
};
