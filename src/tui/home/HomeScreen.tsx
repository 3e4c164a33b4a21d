/** The home screen: one store, one clock, one key layer, one frame. */
import {useWindowSize} from 'ink';
import {useEffect, useRef} from 'react';
import {Lines} from '../components/Lines.tsx';
import {useArmed} from '../hooks/use-armed.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {useRedraw} from '../hooks/use-redraw.ts';
import {useRepaint} from '../hooks/use-repaint.ts';
import {useSuspend} from '../hooks/use-suspend.ts';
import {useTick} from '../hooks/use-tick.ts';
import {useTitle} from '../hooks/use-title.ts';
import type {Glyphs} from '../theme.ts';
import {isTooSmall} from '../too-small.ts';
import {bodyRows, homeFrame} from './home-frame.ts';
import type {HomeStore} from './home-store.ts';
import {type Begin, freshHomeView, type HomeEffect, type HomeView, type Reading, withText} from './home-view.ts';
import {homeTitle} from './list-lines.ts';
import {pressHome} from './press-home.ts';
import {isUnseenPage, typedTooEarly} from './seen-page.ts';

/** What the screen asks of the world around it. */
export type HomeOutside = {
  /** A text about a runbook; a sentence where there is none. */
  readonly read: (reading: Reading, id: string) => {readonly title: string; readonly lines: readonly string[]};
  /** Says what triage would look at; the store hears of it. */
  readonly planTriage: () => void;
  readonly look: () => void;
  /** Takes `NAME=VALUE`, or says in a sentence why not. */
  readonly give: (text: string) => string | undefined;
  readonly reload: () => void;
};

type Props = {
  readonly store: HomeStore;
  readonly outside: HomeOutside;
  readonly glyphs: Glyphs;
  readonly guardMs: number;
  readonly nowMs: () => number;
  /** Nothing is begun where the person only leaves. */
  readonly onExit: (begin: Begin | undefined) => void;
};

export const HomeScreen = ({store, outside, glyphs, guardMs, nowMs, onExit}: Props) => {
  const redraw = useStored(store);
  const home = {...store.get(), nowMs: nowMs()};
  const {columns, rows} = useWindowSize();
  const repaint = useRepaint();
  const suspend = useSuspend(repaint, useTitle(homeTitle(home)));
  // Several keys may come in one event, each of which has to see what the one before it did.
  const latest = useRef(freshHomeView);
  const show = (view: HomeView): void => {
    latest.current = view;
    redraw();
  };
  const view = latest.current;
  const isUnseen = isTooSmall({columns, rows});
  // What was typed before a question opened must not answer it.
  const isArmed = useArmed(view.at.page === 'confirm' ? JSON.stringify(view.at.begin) : null, guardMs);
  useTick(true);
  useKeys(key => {
    const isOfTerminal = key.kind === 'key' && (key.name === 'ctrl-c' || key.name === 'ctrl-z');
    if (isUnseen && !isOfTerminal) {
      return;
    }
    const now = {home: store.get(), view: latest.current};
    if (!isOfTerminal && (!isArmed || isUnseenPage(now, {home, view}))) {
      show({...latest.current, notice: typedTooEarly});
      return;
    }
    const pressed = pressHome(latest.current, key, {home: now.home, page: bodyRows(rows)});
    show(pressed.view);
    if (pressed.effect) {
      perform(pressed.effect);
    }
  });
  const perform = (effect: HomeEffect): void => {
    switch (effect.do) {
      case 'exit':
        onExit(undefined);
        return;
      case 'begin':
        onExit(effect.begin);
        return;
      case 'read':
        show(withText(latest.current, effect.id, outside.read(effect.reading, effect.id)));
        return;
      case 'plan-triage':
        outside.planTriage();
        return;
      case 'look':
        outside.look();
        return;
      case 'give':
        show({...latest.current, notice: outside.give(effect.text) ?? ''});
        return;
      case 'reload':
        outside.reload();
        return;
      case 'repaint':
        repaint();
        return;
      case 'suspend':
        suspend();
        return;
    }
  };
  return <Lines columns={columns} lines={homeFrame({home, view, isArmed, columns, rows, glyphs})} />;
};

/** Draws again when something has come in, and when it is asked to. */
const useStored = (store: HomeStore): (() => void) => {
  const redraw = useRedraw();
  useEffect(() => {
    // What came in between the first frame and now is not drawn yet.
    redraw();
    return store.subscribe(redraw);
  }, [store, redraw]);
  return redraw;
};
