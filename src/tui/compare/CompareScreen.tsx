/** The comparison: nothing in it changes but by keys, so it draws on keys and on nothing else. */
import {useWindowSize} from 'ink';
import {useRef, useState} from 'react';
import {Lines} from '../components/Lines.tsx';
import {useKeys} from '../hooks/use-keys.ts';
import {useRepaint} from '../hooks/use-repaint.ts';
import type {Glyphs} from '../theme.ts';
import {compareFrame, pageLinesOf} from './compare-frame.ts';
import {type CompareSubject, freshCompareView} from './compare-view.ts';
import {pressCompare} from './press-compare.ts';

type Props = {readonly subject: CompareSubject; readonly glyphs: Glyphs; readonly onExit: () => void};

export const CompareScreen = ({subject, glyphs, onExit}: Props) => {
  const {columns, rows} = useWindowSize();
  const repaint = useRepaint();
  const [, setCount] = useState(0);
  // Several keys may come in one event, each of which has to see what the one before it did.
  const latest = useRef(freshCompareView);
  useKeys(key => {
    const {view, effect} = pressCompare(latest.current, key, {subject, pageLines: pageLinesOf({columns, rows})});
    latest.current = view;
    if (effect === 'leave') {
      onExit();
    } else if (effect === 'repaint') {
      repaint();
    }
    setCount(count => count + 1);
  });
  return <Lines columns={columns} lines={compareFrame({subject, view: latest.current, columns, rows, glyphs})} />;
};
