/** Keys to views and effects: keeps the screen's own state and sends intents, one at a time. */
import {useRef} from 'react';
import type {RunSession} from '../../run/session.ts';
import {momentOf} from '../moment.ts';
import type {KeyPress} from '../press/key-press.ts';
import {press, settle} from '../press/press.ts';
import {answered} from '../press/send.ts';
import {pressUnseen} from '../too-small.ts';
import {type Effect, type ExitReason, freshView, type View} from '../view.ts';
import {useRedraw} from './use-redraw.ts';

export type Outside = {
  readonly session: RunSession;
  readonly onExit: (why: ExitReason) => void;
  readonly repaint: () => void;
};

type Sight = {
  /** The terminal is too small to show anything that a key could answer. */
  readonly isUnseen: boolean;
};

type Keys = {
  readonly view: View;
  /** A key that is not read changes nothing but the sentence that says so. */
  readonly onKey: (key: KeyPress, how: {readonly isRead: boolean}) => void;
};

export const usePress = (outside: Outside, {isUnseen}: Sight): Keys => {
  const redraw = useRedraw();
  // Several keys may come in one event, each of which has to see what the one before it did.
  const latest = useRef(freshView);
  const show = (view: View): void => {
    latest.current = view;
    redraw();
  };
  const moment = momentOf(outside.session);
  return {
    view: settle(latest.current, moment),
    onKey: (key, {isRead}) => {
      if (!isRead) {
        show({...latest.current, notice: typedTooEarly});
        return;
      }
      const {view, effect} = isUnseen
        ? pressUnseen(latest.current, key)
        : press(latest.current, key, momentOf(outside.session));
      show(view);
      if (effect) {
        perform(effect, outside, change => show(change(latest.current)));
      }
    },
  };
};

const typedTooEarly = 'Not read: the key came before the new question could be seen. Press it again.';

const perform = (
  effect: Effect,
  {session, onExit, repaint}: Outside,
  update: (change: (view: View) => View) => void,
): void => {
  switch (effect.do) {
    case 'exit':
      onExit(effect.why);
      return;
    case 'repaint':
      repaint();
      return;
    case 'seek':
      session.playback?.seek(effect.position);
      return;
    case 'send':
      void session.send(effect.intent).then(answer => update(view => answered(view, answer, effect.intent)));
      return;
  }
};
