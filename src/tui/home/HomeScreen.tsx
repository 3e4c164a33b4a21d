/** The home screen: one store, one clock, one key layer, one frame. */
import {useWindowSize} from 'ink';
import {useRef, useState, useSyncExternalStore} from 'react';
import {Lines} from '../components/Lines.tsx';
import {useArmed} from '../hooks/use-armed.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {useRepaint} from '../hooks/use-repaint.ts';
import {useTick} from '../hooks/use-tick.ts';
import type {Glyphs} from '../theme.ts';
import {isTooSmall} from '../too-small.ts';
import {bodyRows, homeFrame} from './home-frame.ts';
import type {HomeStore} from './home-store.ts';
import {type Begin, freshHomeView, type HomeEffect, type HomeView, type Reading, withText} from './home-view.ts';
import {pressHome} from './press-home.ts';

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
  const home = {...useSyncExternalStore(store.subscribe, store.get, store.get), nowMs: nowMs()};
  const {columns, rows} = useWindowSize();
  const repaint = useRepaint();
  const [, setCount] = useState(0);
  // Several keys may come in one event, each of which has to see what the one before it did.
  const latest = useRef(freshHomeView);
  const show = (view: HomeView): void => {
    latest.current = view;
    setCount(count => count + 1);
  };
  const view = latest.current;
  const isUnseen = isTooSmall({columns, rows});
  // What was typed before a question opened must not answer it.
  const isArmed = useArmed(view.at.page === 'confirm' ? JSON.stringify(view.at.begin) : null, guardMs);
  useTick(true);
  useKeys(key => {
    const isLeaving = key.kind === 'key' && key.name === 'ctrl-c';
    if (isUnseen && !isLeaving) {
      return;
    }
    if (!(isArmed || isLeaving)) {
      show({...latest.current, notice: 'Not read: the key came before the question could be seen. Press it again.'});
      return;
    }
    const pressed = pressHome(latest.current, key, {home: store.get(), page: bodyRows(rows)});
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
    }
  };
  return <Lines columns={columns} lines={homeFrame({home, view, isArmed, columns, rows, glyphs})} />;
};
