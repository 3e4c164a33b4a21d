/** Keys to views and effects: keeps the screen's own state and sends intents, one at a time. */
import {useRef} from 'react';
import type {RunSession} from '../../run/session.ts';
import {isLive, momentOf} from '../moment.ts';
import {findInOutput} from '../output/find-in-output.ts';
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
  /** Stops the program until the shell lets it go on. */
  readonly suspend: () => void;
};

type Sight = {
  /** The terminal is too small to show anything that a key could answer. */
  readonly isUnseen: boolean;
  readonly rows: number;
};

type Keys = {
  readonly view: View;
  /** A key that is not read changes nothing but the sentence that says so. */
  readonly onKey: (key: KeyPress, how: {readonly isRead: boolean}) => void;
};

export const usePress = (outside: Outside, {isUnseen, rows}: Sight): Keys => {
  const redraw = useRedraw();
  // Several keys may come in one event, each of which has to see what the one before it did.
  const latest = useRef(freshView);
  const show = (view: View): void => {
    latest.current = view;
    redraw();
  };
  const seen = settle(latest.current, momentOf(outside.session));
  return {
    view: seen,
    onKey: (key, {isRead}) => {
      const now = momentOf(outside.session);
      const isLeaving = key.kind === 'key' && key.name === 'ctrl-c';
      if (!isRead || (!isLeaving && isLive(now) && isUnseenQuestion(settle(latest.current, now), seen))) {
        show({...latest.current, notice: typedTooEarly});
        return;
      }
      const {view, effect} = isUnseen
        ? pressUnseen(latest.current, key)
        : press({...latest.current, rows}, key, momentOf(outside.session));
      show(view);
      if (effect) {
        perform({effect, view}, outside, change => show(change(latest.current)));
      }
    },
  };
};

/** Between two frames the run has gone on to another question: nobody has seen that yet. */
export const isUnseenQuestion = (now: View, seen: View): boolean =>
  now.dialog.kind === 'none' && shownQuestion(now) !== null && shownQuestion(now) !== shownQuestion(seen);

/** From the list of steps nothing is answered. */
export const shownQuestion = ({pane, question}: View): string | null => (pane === 'steps' ? null : question);

const typedTooEarly = 'Not read: the key came before the new question could be seen. Press it again.';

const perform = (
  {effect, view}: {readonly effect: Effect; readonly view: View},
  {session, onExit, repaint, suspend}: Outside,
  update: (change: (view: View) => View) => void,
): void => {
  switch (effect.do) {
    case 'exit':
      onExit(effect.why);
      return;
    case 'repaint':
      repaint();
      return;
    case 'suspend':
      suspend();
      return;
    case 'find':
      void findInOutput(session, {view, where: effect, update});
      return;
    case 'replay':
      session.playback?.act(effect.act);
      return;
    case 'send':
      void session.send(effect.intent).then(answer => update(now => answered(now, answer, effect.intent)));
      return;
  }
};
