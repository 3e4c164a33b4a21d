/** Keys on a told run without a terminal: `pressed(told, 'j', 'enter')` gives the view they lead to and the intents they send. */
import type {Intent} from '../../src/run/intent.ts';
import type {PlaybackAct, RunSession} from '../../src/run/session.ts';
import {momentOf} from '../../src/tui/moment.ts';
import type {KeyPress} from '../../src/tui/press/key-press.ts';
import {press} from '../../src/tui/press/press.ts';
import {type ExitReason, freshView, type View} from '../../src/tui/view.ts';
import type {ToldRun} from './run.ts';
import {type SessionOptions, toldSession} from './told-session.ts';

export type PressedKeys = {
  readonly view: View;
  readonly sent: readonly Intent[];
  readonly exits: readonly ExitReason[];
  readonly acts: readonly PlaybackAct[];
};

/** A name of several letters is one key (`enter`, `ctrl-c`); `type:TEXT` is typed letter by letter, `paste:TEXT` pasted. */
export const pressed = (told: ToldRun, keys: readonly string[], options: SessionOptions = {}): PressedKeys =>
  pressedOn(toldSession(told, options), keys);

/** The same on any session; a replay goes where the keys send it. */
export const pressedOn = (session: RunSession, keys: readonly string[]): PressedKeys => {
  const sent: Intent[] = [];
  const exits: ExitReason[] = [];
  const acts: PlaybackAct[] = [];
  let view = freshView;
  for (const key of keys.flatMap(keyPresses)) {
    const result = press(view, key, momentOf(session));
    view = result.view;
    const {effect} = result;
    if (effect?.do === 'send') {
      sent.push(effect.intent);
    } else if (effect?.do === 'exit') {
      exits.push(effect.why);
    } else if (effect?.do === 'replay') {
      acts.push(effect.act);
      session.playback?.act(effect.act);
    }
  }
  return {view, sent, exits, acts};
};

/** One key by its name, or what `type:` and `paste:` stand for. */
export const keyPresses = (key: string): readonly KeyPress[] => {
  if (key.startsWith('paste:')) {
    return [{kind: 'paste', text: key.slice(6)}];
  }
  if (key.startsWith('type:')) {
    return [...key.slice(5)].map(text => ({kind: 'key', name: text === ' ' ? 'space' : text, text}));
  }
  return [{kind: 'key', name: key, text: key.length === 1 ? key : ''}];
};
