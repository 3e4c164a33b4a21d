/** The comparison: nothing in it changes but by keys, so it draws on keys and on nothing else. */
import {useWindowSize} from 'ink';
import {useRef} from 'react';
import {Lines} from '../components/Lines.tsx';
import {useKeys} from '../hooks/use-keys.ts';
import {useRedraw} from '../hooks/use-redraw.ts';
import {useRepaint} from '../hooks/use-repaint.ts';
import {useSuspend} from '../hooks/use-suspend.ts';
import {useTitle} from '../hooks/use-title.ts';
import type {Glyphs} from '../theme.ts';
import {compareFrame, pageLinesOf} from './compare-frame.ts';
import {type CompareSubject, freshCompareView} from './compare-view.ts';
import {titleOfComparison} from './header.ts';
import {pressCompare} from './press-compare.ts';

type Props = {readonly subject: CompareSubject; readonly glyphs: Glyphs; readonly onExit: () => void};

export const CompareScreen = ({subject, glyphs, onExit}: Props) => {
  const {columns, rows} = useWindowSize();
  const repaint = useRepaint();
  const suspend = useSuspend(repaint, useTitle(titleOfComparison(subject)));
  const redraw = useRedraw();
  // Several keys may come in one event, each of which has to see what the one before it did.
  const latest = useRef(freshCompareView);
  useKeys(key => {
    const {view, effect} = pressCompare(latest.current, key, {subject, pageLines: pageLinesOf({columns, rows})});
    latest.current = view;
    switch (effect) {
      case 'leave':
        onExit();
        break;
      case 'repaint':
        repaint();
        break;
      case 'suspend':
        suspend();
        break;
      case undefined:
        break;
    }
    redraw();
  });
  return <Lines columns={columns} lines={compareFrame({subject, view: latest.current, columns, rows, glyphs})} />;
};
