/** Opens the comparison on a terminal, and gives the terminal back when the person leaves. */
import {useApp} from 'ink';
import {openInk} from '../open-ink.ts';
import {unicodeGlyphs} from '../theme.ts';
import {CompareScreen} from './CompareScreen.tsx';
import type {CompareSubject} from './compare-view.ts';

/** The caller has decided that this is a terminal for people, and has set FORCE_COLOR=0 where NO_COLOR is set before importing this. */
export const openComparison = async (subject: CompareSubject): Promise<void> => {
  await openInk(<Leaving subject={subject} />).untilOver;
};

const Leaving = ({subject}: {readonly subject: CompareSubject}) => {
  const {exit} = useApp();
  return <CompareScreen subject={subject} glyphs={unicodeGlyphs} onExit={exit} />;
};
